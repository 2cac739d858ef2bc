/** Files sent as a form. */
import { header, type SimCall } from '../http.ts'

/** The file in the form's part `file`; undefined when there is none. */
export async function fileIn(call: SimCall): Promise<File | undefined> {
  const type = header(call, 'content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) return undefined
  try {
    const form = await new Response(new Uint8Array(call.body), { headers: { 'Content-Type': type } }).formData()
    const file = form.get('file')
    return file instanceof File ? file : undefined
  } catch {
    return undefined
  }
}
