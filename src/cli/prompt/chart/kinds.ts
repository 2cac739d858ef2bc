/** Apart from what draws them, so that naming them needs no drawing. */
export const chartKinds = ['bar', 'line'] as const
