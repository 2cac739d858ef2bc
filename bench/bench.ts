import buildOnce from '../tools/build-once.ts'
import { type Figure, figures } from './figures.ts'

const number = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0))

function line({ name, against, value, bar, rowsPerSecond }: Figure): string {
  const { median, least, most } = value
  const speed = rowsPerSecond === undefined ? '' : `, ${Math.round(rowsPerSecond).toLocaleString('en')} rows a second`
  const verdict = median <= bar ? 'ok  ' : 'OVER'
  const noise = `${number(least)} … ${number(most)}`
  return `${verdict} ${name}: ${number(median)} ${against} (${noise}; bar ${number(bar)})${speed}`
}

/** Measures all, prints a line each. Gives the exit code: 1 when a bar was not met. */
export async function bench(): Promise<number> {
  buildOnce()
  const measured = await figures((name) => process.stderr.write(`measuring ${name} …\n`))
  for (const figure of measured) process.stdout.write(`${line(figure)}\n`)
  return measured.every(({ value, bar }) => value.median <= bar) ? 0 : 1
}
