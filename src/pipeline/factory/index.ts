/**
 * A factory as it lies in Git: `documents` finds its files (a folder, one pipeline's file, an ARM template), `node` reads
 * JSON with file and path in every complaint, `dynamic` compiles what holds expressions, `parameters`, `linked-services`
 * and `datasets` make definitions of it.
 *
 * Whatever is not understood is an error here, before anything runs; nothing is skipped in silence.
 */
export {
  type Dataset,
  type DatasetReference,
  type ResolvedDataset,
  readDatasetReference,
  resolveDataset,
} from './datasets.ts'
export { type Factory, readFactory } from './documents.ts'
export { compile, type Dynamic, knownNode, resolve, resolvedNode } from './dynamic.ts'
export {
  type FactoryLinkedService,
  type LinkedServiceReference,
  readReference,
  resolveLinkedService,
} from './linked-services.ts'
export { type At, invalid, JsonNode } from './node.ts'
export { type DeclaredParameters, namesOf, readDeclared } from './parameters.ts'
