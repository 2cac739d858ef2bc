import type { Price } from './want.ts'

/** Credits for all pages of so many rows, and what is read of them by their ids. */
export function creditsFor({ credits, perPage, details }: Price, rows: number): number {
  const further = perPage ? Math.max(0, Math.ceil((rows - perPage.rows) / perPage.rows)) * perPage.credits : 0
  const lists = details?.rows === undefined ? 0 : Math.ceil(rows / details.rows)
  return credits + further + lists + (details?.singly ? rows : 0)
}

/** True where the credits depend on what comes. */
export const isOpen = ({ perPage, details }: Price): boolean => perPage !== undefined || details !== undefined
