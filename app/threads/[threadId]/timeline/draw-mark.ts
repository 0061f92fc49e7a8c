import type { MarkShape, MarkTone } from '@/lib/inspect/marks';
import type { CanvasColours } from './canvas-colours';

/** Shapes carry the meaning; `size` is half of a mark's height. */
export function drawMark(
  canvas: CanvasRenderingContext2D,
  shape: MarkShape,
  at: { x: number; y: number; size: number },
  colour: string,
): void {
  const { x, y, size } = at;
  canvas.fillStyle = colour;
  canvas.strokeStyle = colour;
  canvas.lineWidth = 2;
  canvas.beginPath();
  switch (shape) {
    case 'dot':
      canvas.arc(x, y, size, 0, Math.PI * 2);
      canvas.fill();
      return;
    case 'half-dot':
      canvas.arc(x, y, size - 1, 0, Math.PI * 2);
      canvas.stroke();
      canvas.beginPath();
      canvas.arc(x, y, size - 1, Math.PI / 2, (Math.PI * 3) / 2);
      canvas.fill();
      return;
    case 'square':
      canvas.fillRect(x - size, y - size, size * 2, size * 2);
      return;
    case 'ring':
      canvas.arc(x, y, size - 0.5, 0, Math.PI * 2);
      canvas.stroke();
      return;
    case 'triangle':
      canvas.moveTo(x - size, y - size - 0.5);
      canvas.lineTo(x + size + 1, y);
      canvas.lineTo(x - size, y + size + 0.5);
      canvas.closePath();
      canvas.fill();
      return;
    case 'diamond':
    case 'diamond-outline':
      canvas.moveTo(x, y - size - 1.5);
      canvas.lineTo(x + size + 1.5, y);
      canvas.lineTo(x, y + size + 1.5);
      canvas.lineTo(x - size - 1.5, y);
      canvas.closePath();
      if (shape === 'diamond') canvas.fill();
      else canvas.stroke();
      return;
    case 'bars':
      canvas.fillRect(x - size, y - size - 1, size * 0.75, size * 2 + 2);
      canvas.fillRect(x + size * 0.25, y - size - 1, size * 0.75, size * 2 + 2);
      return;
    case 'cross':
      canvas.lineWidth = 2.5;
      canvas.moveTo(x - size, y - size);
      canvas.lineTo(x + size, y + size);
      canvas.moveTo(x + size, y - size);
      canvas.lineTo(x - size, y + size);
      canvas.stroke();
      return;
  }
}

export function toneColour(tone: MarkTone, colours: CanvasColours): string {
  switch (tone) {
    case 'plain':
      return colours.fg;
    case 'edit':
      return colours.edit;
    case 'waiting':
      return colours.wait;
    case 'failed':
      return colours.fail;
    case 'done':
      return colours.done;
  }
}
