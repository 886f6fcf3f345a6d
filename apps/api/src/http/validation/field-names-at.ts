import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The names of all fields a schema knows at a place, in whichever branch of a union. */
export const fieldNamesAt = (schema: Schema, path: readonly PropertyKey[]): readonly string[] => {
  const here = path.reduce<readonly Schema[]>((schemas, step) => schemas.flatMap((each) => below(each, step)), branchesOf(schema));
  return [...new Set(here.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])))];
};

const below = (schema: Schema, step: PropertyKey): readonly Schema[] => {
  if (schema instanceof z.ZodObject) {
    const field: Schema | undefined = Object.hasOwn(schema.shape, step) ? schema.shape[String(step)] : undefined;
    return field ? branchesOf(field) : [];
  }
  if (schema instanceof z.ZodArray) return branchesOf(schema.element);
  if (schema instanceof z.ZodRecord) return branchesOf(schema.valueType);
  return [];
};

/** A schema without its wrappers, and every option of a union. */
const branchesOf = (schema: Schema): readonly Schema[] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return branchesOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option: Schema) => branchesOf(option));
  return [schema];
};
