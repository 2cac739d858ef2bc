/** A row by the file's own names; NULL where it has nothing. */
export type FileRow = Readonly<Record<string, unknown>>

/** How a form is read. */
export type RowReader = (path: string) => AsyncIterable<FileRow>
