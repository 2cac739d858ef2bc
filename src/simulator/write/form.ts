/** Files sent as a form. */
import { type Call, header } from '../http.ts'

/** The file in the form's part `file`; undefined when there is none. */
export async function fileIn(call: Call): Promise<File | undefined> {
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
