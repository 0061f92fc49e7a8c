import { AppError } from '@/lib/runs/app-error';

/** Why a file is not taken. */
export type Refusal =
  /** It is no capsule. */
  | 'foreign'
  /** Something of it is missing or was changed. */
  | 'damaged'
  /** A newer version of Retrograph wrote it. */
  | 'newer'
  /** It holds what no export writes. */
  | 'invalid'
  | 'too-large';

/** Nothing was imported. `detail.refusal` says why, for programs. */
export function refused(refusal: Refusal, message: string, cause?: unknown): AppError {
  const code = refusal === 'too-large' ? 'TOO_LARGE' : 'CAPSULE_REFUSED';
  return new AppError(code, `${message} Nothing was imported.`, {
    detail: { refusal },
    ...(cause !== undefined && { cause }),
  });
}
