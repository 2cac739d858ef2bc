/**
 * Data Factory's expression language: a text of a pipeline's JSON becomes a template, a template a value.
 *
 * `parse` reads texts by `grammar/adf-expression.peggy`; `evaluate` gives trees their values; `functions/` is the table
 * of functions, compared with Microsoft's list in tests; `check` finds what is wrong before anything runs. Nothing here
 * knows activities, datasets or Zoho: what `pipeline()`, `activity()` and `item()` mean is told by a scope.
 */
export { checkExpression, type KnownNames } from './check.ts'
export { formatTime } from './dates/index.ts'
export { type ExpressionScope, evaluate } from './evaluate.ts'
export { textOf } from './functions/conversions.ts'
export { functions } from './functions/index.ts'
export { parseTemplate } from './parse.ts'
export type { Template } from './tree.ts'
export { isObject, jsonText, narrowed, type PipelineJson, type PipelineJsonObject } from './values.ts'
