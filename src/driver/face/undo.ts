/** What became of one row of a journal that was taken back. */
export interface UndoneRow {
  /** What the journal says was done. */
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: string
  readonly id: string | null
  /**
   * `undone`, or `would be undone` (dry run); `changed`: somebody changed it since, it is left alone; `gone`: it is not
   * there any more; `nothing`: it is as it was; `unknown`: its id is not known; `failed`.
   */
  readonly result: 'undone' | 'would be undone' | 'changed' | 'gone' | 'nothing' | 'unknown' | 'failed'
  /** Of a record that was made anew. */
  readonly newId: string | null
  readonly message: string
}
