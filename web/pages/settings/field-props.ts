/** What every kind of field is given. */
export interface FieldProps {
  readonly label: string;
  readonly description: string;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}
