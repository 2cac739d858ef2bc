import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The repository's TypeScript as syntax trees, for the tests that read it. */

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Source {
  /** From the repository's root, with `/`. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** Paths from the root of all files below some folders (or of the files themselves) that have one of the endings. */
export function filesBelow(folders: readonly string[], ...endings: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort(),
  )
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

const parsed = new Map<string, Source>()

function source(path: string): Source {
  const known = parsed.get(path)
  if (known) return known
  const text = readText(path)
  const made = { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
  parsed.set(path, made)
  return made
}

/** Every `.ts` file below some folders. */
export const sources = (...folders: readonly string[]): Source[] => filesBelow(folders, '.ts').map(source)

export interface Import {
  /** Path from the root of the file that is meant, or the specifier as written for packages. */
  readonly target: string
  readonly local: boolean
  /** What is taken: the names as the target calls them; `*` for all. */
  readonly names: readonly string[]
  readonly typeOnly: boolean
  /** `export … from`: not used here, only handed on. */
  readonly handedOn: boolean
  readonly line: number
}

/** What a file imports: by `import`, `export … from`, `import()` and `import('…').T`. */
export function importsOf({ path, tree }: Source): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, names: readonly string[], typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    const local = specifier.text.startsWith('.')
    const target = local ? posix.join(dirname(path), specifier.text) : specifier.text
    const handedOn = ts.isExportDeclaration(specifier.parent)
    found.push({ target, local, names, typeOnly, handedOn, line: lineOf(tree, specifier) })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, namesOfImport(node.importClause), node.importClause?.isTypeOnly ?? false)
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, namesOfExport(node.exportClause), node.isTypeOnly)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], namesOfDynamicImport(node), false)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const name = node.qualifier?.getText().split('.')[0]
      add(node.argument.literal, [name ?? '*'], true)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart()).line + 1

function namesOfImport(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings
  const named = !bindings ? [] : ts.isNamespaceImport(bindings) ? ['*'] : bindings.elements.map(nameAtTarget)
  return clause?.name ? ['default', ...named] : named
}

const namesOfExport = (clause: ts.NamedExportBindings | undefined): string[] =>
  clause && ts.isNamedExports(clause) ? clause.elements.map(nameAtTarget) : ['*']

const nameAtTarget = (element: ts.ImportSpecifier | ts.ExportSpecifier): string =>
  (element.propertyName ?? element.name).text

/** `const { a, b } = await import('…')` takes a and b; whatever else is done with the module takes all of it. */
function namesOfDynamicImport(call: ts.Node): string[] {
  let node = call.parent
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent
  if (ts.isPropertyAccessExpression(node)) return [node.name.text]
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return ['*']
  return node.name.elements.map((element) => (element.propertyName ?? element.name).getText())
}
