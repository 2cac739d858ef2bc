/**
 * Zoho Desk at the simulator's origin, below `/api/v1`: what its documents and those who watched live portals tell, with
 * every point they leave open as a variant. Its demo desk serves the customers of the demo company. Not here: anything of
 * the driver's, and mail that leaves the desk.
 */
export type { GivenDesk } from './given.ts'
export { DeskServer, deskFailure } from './service.ts'
export { type DeskVariantName, type DeskVariants, deskVariantTable } from './variants.ts'
export type { DeskOptions } from './world.ts'
