/** What was spent at Zoho, statement by statement added up. */
export class Spending {
  calls = 0
  credits = 0

  /** @param spent of one statement, or of all that somebody ran; undefined: nothing */
  add(spent: { readonly calls: number; readonly credits: number } | undefined): void {
    this.calls += spent?.calls ?? 0
    this.credits += spent?.credits ?? 0
  }
}
