import { EngineError } from '../errors';

const OPERATORS: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  $eq: isEqual,
  $ne: (value, operand) => !isEqual(value, operand),
  $gt: (value, operand) => compare(value, operand) > 0,
  $gte: (value, operand) => compare(value, operand) >= 0,
  $lt: (value, operand) => compare(value, operand) < 0,
  $lte: (value, operand) => compare(value, operand) <= 0,
  $in: (value, operand) => Array.isArray(operand) && operand.some((member) => isEqual(value, member)),
  $nin: (value, operand) => !Array.isArray(operand) || !operand.some((member) => isEqual(value, member)),
};

/**
 * True when every field that the filter names fits: a plain value must be equal in structure, an object of operators
 * (`{ $gte: 1, $lt: 5 }`) must hold altogether. @throws EngineError INVALID_CONFIG for an unknown operator
 */
export function matchesValueFilter(value: Record<string, unknown>, filter: Record<string, unknown>): boolean {
  return Object.entries(filter).every(([field, wanted]) => matchesField(value[field], wanted));
}

function matchesField(value: unknown, wanted: unknown): boolean {
  if (!hasOperators(wanted)) return isEqual(value, wanted);
  return Object.entries(wanted).every(([name, operand]) => {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator) return operator(value, operand);
    throw new EngineError(
      'INVALID_CONFIG',
      `A store filter has no operator "${name}"; the operators are ${Object.keys(OPERATORS).join(', ')}.`,
    );
  });
}

function hasOperators(wanted: unknown): wanted is Record<string, unknown> {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return false;
  const keys = Object.keys(wanted);
  return keys.length > 0 && keys.every((key) => key.startsWith('$'));
}

/** Negative, zero or positive; NaN, which fails every comparison, for values that have no order. */
function compare(value: unknown, operand: unknown): number {
  if (value === null || value === undefined || operand === null || operand === undefined) return Number.NaN;
  const [left, right] = [Number(value), Number(operand)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return order(left, right);
  return typeof value === 'string' && typeof operand === 'string' ? order(value, operand) : Number.NaN;
}

function order<Value extends number | string>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (!isPlain(left) || !isPlain(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      isEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
