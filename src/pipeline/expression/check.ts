import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { functions, refusedFunctions } from './functions/index.ts'
import { expressionsOf, type PipelineExpression, type Template } from './tree.ts'

/** What there is to speak of at a place of a pipeline. */
export interface KnownNames {
  /** Words like `pipeline` and `item` that mean something at this place. */
  readonly words: ReadonlySet<string>
  readonly parameters?: ReadonlySet<string>
  readonly globalParameters?: ReadonlySet<string>
  readonly variables?: ReadonlySet<string>
  /** Activities that have ended by then. */
  readonly activities?: ReadonlySet<string>
  /** Parameters of the dataset or linked service. */
  readonly own?: ReadonlySet<string>
}

/**
 * Finds what is wrong with a template before anything runs: functions that are not there, and names of parameters,
 * variables and activities.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID
 */
export function checkExpression(template: Template, names: KnownNames): void {
  for (const expression of expressionsOf(template)) visit(expression, names)
}

function visit(expression: PipelineExpression, names: KnownNames): void {
  if (expression.kind === 'literal') return
  if (expression.kind === 'property') {
    checkProperty(expression, names)
    visit(expression.of, names)
    visit(expression.key, names)
    return
  }
  checkCall(expression, names)
  for (const arg of expression.args) visit(arg, names)
}

function checkCall({ name, args }: PipelineExpression & { kind: 'call' }, names: KnownNames): void {
  const lower = name.toLowerCase()
  const found = functions.get(lower)
  if (found) {
    if (args.length >= found.least && args.length <= found.most) return
    throw invalid(`The function ${name} takes ${range(found.least, found.most)}, not ${args.length}.`)
  }
  const why = refusedFunctions.get(lower)
  if (why) throw invalid(`The function ${name} is not supported: ${why}.`)
  if (!names.words.has(lower)) throw unknown('function', name, [...functions.names, ...names.words])
  const [argument] = args
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return
  if (lower === 'variables') known('variable', argument.value, names.variables)
  if (lower === 'activity') known('activity', argument.value, names.activities)
}

/** `pipeline().parameters.x`, `pipeline().globalParameters.x`, `dataset().x`, `linkedService().x`. */
function checkProperty({ of, key }: PipelineExpression & { kind: 'property' }, names: KnownNames): void {
  if (key.kind !== 'literal' || typeof key.value !== 'string') return
  if (of.kind === 'call' && ['dataset', 'linkedservice'].includes(of.name.toLowerCase())) {
    known('parameter', key.value, names.own)
  }
  if (of.kind !== 'property' || of.key.kind !== 'literal') return
  if (of.of.kind !== 'call' || of.of.name.toLowerCase() !== 'pipeline') return
  const group = String(of.key.value).toLowerCase()
  if (group === 'parameters') known('pipeline parameter', key.value, names.parameters)
  if (group === 'globalparameters') known('global parameter', key.value, names.globalParameters)
}

function known(what: string, name: string, all: ReadonlySet<string> | undefined): void {
  if (!all) return
  const lower = name.toLowerCase()
  if (![...all].some((each) => each.toLowerCase() === lower)) throw unknown(what, name, all)
}

function unknown(what: string, name: string, all: Iterable<string>): ZohoSqlError {
  const [best] = nearest(name, all)
  const there = [...all].length === 0 ? 'There are none here.' : undefined
  return invalid(`There is no ${what} "${name}".`, best ? `Perhaps ${best} is meant.` : there)
}

const invalid = (message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('PIPELINE_INVALID', message, hint === undefined ? {} : { hint })

const range = (least: number, most: number): string =>
  most === Infinity
    ? `${least} arguments at least`
    : least === most
      ? `${least} arguments`
      : `${least} to ${most} arguments`
