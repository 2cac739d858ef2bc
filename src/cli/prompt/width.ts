import stringWidth from 'string-width'

/** Text in so many columns of a screen. */

/** Cut with an ellipsis where it is wider. */
export function shortened(text: string, width: number): string {
  // A character takes two columns at the most, and rarely more than eight units.
  if (text.length <= 8 * width && stringWidth(text) <= width) return text
  let cut = text.slice(0, width)
  while (cut !== '' && stringWidth(cut) >= width) cut = cut.slice(0, -1)
  return `${cut}…`
}

export function padded(text: string, width: number): string {
  const cut = shortened(text, width)
  return cut + ' '.repeat(Math.max(0, width - stringWidth(cut)))
}
