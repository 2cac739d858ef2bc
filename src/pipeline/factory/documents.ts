import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { readTemplate } from './arm.ts'
import { type Documents, type FactoryDocument, kinds, type ResourceKind } from './document.ts'
import { invalid, JsonNode } from './node.ts'

export interface Factory {
  readonly name: string
  /** @throws {ZohoSqlError} PIPELINE_INVALID there is none, with the nearest names */
  find(kind: ResourceKind, name: string, from?: JsonNode): FactoryDocument
  readonly pipelines: readonly string[]
  /** Values of `pipeline().globalParameters`. */
  readonly globalParameters: JsonNode
}

export interface FoundPipeline {
  readonly factory: Factory
  /** The name of the pipeline that was asked for. */
  readonly pipeline: string
}

const words: Readonly<Record<ResourceKind, string>> = {
  pipeline: 'pipeline',
  dataset: 'dataset',
  linkedService: 'linked service',
}

/**
 * Reads a factory and finds the pipeline asked for.
 *
 * @param wanted a pipeline's name, or the path of its file or of an ARM template that holds just one
 * @param place a factory's folder or an ARM template; absent: told by the file, else the current folder
 * @throws {ZohoSqlError} FILE, PIPELINE_INVALID
 */
export async function readFactory(wanted: string, place: string | undefined): Promise<FoundPipeline> {
  const isFile = wanted.endsWith('.json') && (await isThere(wanted, 'file'))
  if (!isFile) return named(await readPlace(place ?? '.'), wanted)
  const json = await readDocument(wanted)
  if (isTemplate(json)) {
    const factory = await factoryOfTemplate(wanted, json)
    return named(factory, onlyOne(factory.pipelines, wanted))
  }
  const folder = dirname(wanted)
  const around = basename(folder) === 'pipeline' ? dirname(folder) : folder
  const factory = await readPlace(place ?? around, wanted)
  return named(factory, nameOf(json, wanted))
}

function named(factory: Factory, pipeline: string): FoundPipeline {
  return { factory, pipeline: factory.find('pipeline', pipeline).name }
}

function onlyOne(names: readonly string[], file: string): string {
  const [only, ...others] = names
  if (only !== undefined && others.length === 0) return only
  throw new ZohoSqlError('PIPELINE_INVALID', `${file} holds ${names.length} pipelines.`, {
    hint: `Give one's name, and the template by --factory: ${names.join(', ')}.`,
  })
}

async function readPlace(place: string, extra?: string): Promise<Factory> {
  if (await isThere(place, 'file')) {
    const json = await readDocument(place)
    if (!isTemplate(json))
      throw new ZohoSqlError('PIPELINE_INVALID', `${place} is neither a factory's folder nor an ARM template.`)
    return factoryOfTemplate(place, json)
  }
  if (!(await isThere(place, 'folder'))) throw new ZohoSqlError('FILE', `There is no folder "${place}".`)
  return factoryOfFolder(place, extra)
}

async function factoryOfFolder(folder: string, extra: string | undefined): Promise<Factory> {
  const all = await Promise.all(kinds.map(async (kind) => [kind, await readKind(folder, kind)] as const))
  const documents = Object.fromEntries(all) as Record<ResourceKind, Map<string, FactoryDocument>>
  if (extra !== undefined) add(documents.pipeline, documentOf(await readDocument(extra), extra))
  const [settings] = await jsonFiles(join(folder, 'factory'))
  const own = settings === undefined ? undefined : await readDocument(settings)
  const at = { file: settings ?? folder, path: '$.properties.globalParameters' }
  const node = new JsonNode((own as { properties?: { globalParameters?: unknown } })?.properties?.globalParameters, at)
  return factoryOf(basename(settings ?? folder, '.json'), documents, node, folder)
}

async function readKind(folder: string, kind: ResourceKind): Promise<Map<string, FactoryDocument>> {
  const found = new Map<string, FactoryDocument>()
  for (const path of await jsonFiles(join(folder, kind))) {
    add(found, documentOf(await readDocument(path), relative(folder, path) || path))
  }
  return found
}

const add = (documents: Map<string, FactoryDocument>, document: FactoryDocument): unknown =>
  documents.set(document.name, document)

async function jsonFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name))
}

function documentOf(json: unknown, file: string): FactoryDocument {
  const node = new JsonNode(json, { file, path: '$' })
  return { name: nameOf(json, file), properties: node.member('properties') }
}

const nameOf = (json: unknown, file: string): string => {
  const { name } = (json ?? {}) as { name?: unknown }
  return typeof name === 'string' ? name : basename(file, '.json')
}

const isTemplate = (json: unknown): boolean => Array.isArray((json as { resources?: unknown } | null)?.resources)

async function factoryOfTemplate(file: string, json: unknown): Promise<Factory> {
  const values = await readDocument(join(dirname(file), 'ARMTemplateParametersForFactory.json')).catch(() => undefined)
  const { documents, globalParameters, name } = readTemplate(json, values, file)
  return factoryOf(name, documents, globalParameters, file)
}

function factoryOf(name: string, documents: Documents, globalParameters: JsonNode, place: string): Factory {
  return {
    name,
    globalParameters,
    pipelines: [...documents.pipeline.keys()],
    find(kind, wanted, from) {
      const lower = wanted.toLowerCase()
      const all = [...documents[kind].values()]
      const found = documents[kind].get(wanted) ?? all.find((each) => each.name.toLowerCase() === lower)
      if (found) return found
      const names = [...documents[kind].keys()]
      const [best] = nearest(wanted, names)
      const hint = best ? `Perhaps ${best} is meant.` : names.length > 0 ? `There are ${names.join(', ')}.` : undefined
      throw invalid(
        `There is no ${words[kind]} "${wanted}" in ${place}.`,
        from?.at ?? { file: place, path: kind },
        hint,
      )
    },
  }
}

/** @throws {ZohoSqlError} FILE, PIPELINE_INVALID */
async function readDocument(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new ZohoSqlError('FILE', `"${path}" cannot be read.`, { cause })
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw new ZohoSqlError('PIPELINE_INVALID', `${path} is not valid JSON.`)
  }
}

async function isThere(path: string, what: 'file' | 'folder'): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return what === 'file' ? (found?.isFile() ?? false) : (found?.isDirectory() ?? false)
}
