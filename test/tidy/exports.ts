import { dirname, posix } from 'node:path'
import ts from 'typescript'
import { importsOf, type Source } from './sources.ts'

/** Names that a file exports and nobody takes. */

interface Exported {
  readonly path: string
  readonly name: string
  /** Where it comes from, when it is only handed on. */
  readonly from?: { readonly path: string; readonly name: string }
}

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

const bindingNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : bindingNames(element.name)))

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name))
  }
  const { name } = statement as ts.DeclarationStatement
  return [name?.getText() ?? 'default']
}

/** What a file exports by name. */
const exportsOf = ({ path, tree }: Source): Exported[] =>
  tree.statements.flatMap((statement): Exported[] => {
    if (isType(statement) && describesAnother(statement, tree)) return []
    if (isExported(statement)) return declaredNames(statement).map((name) => ({ path, name }))
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) return []
    return ts.isNamedExports(statement.exportClause) ? handedOn(path, statement, statement.exportClause) : []
  })

function handedOn(path: string, { moduleSpecifier }: ts.ExportDeclaration, names: ts.NamedExports): Exported[] {
  const target = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
  return names.elements.map(({ name, propertyName }) => ({
    path,
    name: name.text,
    from: target && { path: posix.join(dirname(path), target), name: (propertyName ?? name).text },
  })) as Exported[]
}

const isType = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)

/** A type that another export of its file mentions is part of that one's signature: it may be named. */
function describesAnother(type: ts.InterfaceDeclaration | ts.TypeAliasDeclaration, tree: ts.SourceFile): boolean {
  const mentions = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === type.name.text) || (ts.forEachChild(node, mentions) ?? false)
  return tree.statements.some((statement) => statement !== type && isExported(statement) && mentions(statement))
}

class Uses {
  readonly #exported: ReadonlyMap<string, Exported>
  /** What each file hands on whole, by `export *`. */
  readonly #stars: ReadonlyMap<string, readonly string[]>
  readonly #used = new Set<string>()

  constructor(candidates: readonly Source[]) {
    const all = candidates.flatMap((source) => exportsOf(source))
    this.#exported = new Map(all.map((one) => [`${one.path}: ${one.name}`, one]))
    this.#stars = new Map(candidates.map((source) => [source.path, starsOf(source)]))
  }

  use(path: string, name: string): void {
    const key = `${path}: ${name}`
    if (this.#used.has(key)) return
    this.#used.add(key)
    if (name === '*') for (const one of this.#exported.values()) if (one.path === path) this.use(path, one.name)
    const one = this.#exported.get(key)
    if (one?.from) this.use(one.from.path, one.from.name)
    if (!one) for (const star of this.#stars.get(path) ?? []) this.use(star, name)
  }

  unused(): string[] {
    return [...this.#exported.keys()].filter((key) => !this.#used.has(key)).sort()
  }
}

const starsOf = (source: Source): string[] =>
  importsOf(source)
    .filter(({ handedOn: passed, names }) => passed && names.includes('*'))
    .map(({ target }) => target)

/**
 * Exports of `candidates` that none of `users` imports, as `path: name`. Handing a name on is no use of it.
 *
 * @param entries are files whose exports are for the world.
 */
export function deadExports(
  candidates: readonly Source[],
  users: readonly Source[],
  entries: readonly string[],
): string[] {
  const uses = new Uses(candidates)
  for (const path of entries) uses.use(path, '*')
  for (const source of users) {
    for (const { local, target, names, handedOn: passed } of importsOf(source)) {
      if (local && !passed) for (const name of names) uses.use(target, name)
    }
  }
  return uses.unused()
}
