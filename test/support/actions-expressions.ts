/** The part of GitHub Actions' expressions that lsim's action and workflows use. */

/** Values by name; `job.ok` says whether all steps so far succeeded. */
export type Contexts = Readonly<Record<string, unknown>>;

/** A text with every `${{ … }}` replaced by its value. */
export function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{([^]*?)\}\}/g, (_whole, expression: string) => shown(value(expression, contexts)));
}

/** A condition, with or without `${{ }}`. */
export function evaluate(condition: string, contexts: Contexts): boolean {
  const expression = /^\s*\$\{\{([^]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  const result = truthy(value(expression, contexts));
  // A condition that asks for no status holds only while everything succeeds.
  return /\b(success|always|cancelled|failure)\(\)/.test(expression) ? result : result && succeeded(contexts);
}

function value(expression: string, contexts: Contexts): unknown {
  const tokens = expression.match(/'(?:[^']|'')*'|[\w.-]+(?:\(\))?|==|!=|&&|\|\||[!()]/g) ?? [];
  const result = either(tokens, contexts);
  if (tokens.length > 0) throw new Error(`cannot read ${expression} from ${tokens.join(' ')} on`);
  return result;
}

function either(tokens: string[], contexts: Contexts): unknown {
  let left = both(tokens, contexts);
  while (tokens[0] === '||') {
    tokens.shift();
    const right = both(tokens, contexts);
    left = truthy(left) ? left : right;
  }
  return left;
}

function both(tokens: string[], contexts: Contexts): unknown {
  let left = equal(tokens, contexts);
  while (tokens[0] === '&&') {
    tokens.shift();
    const right = equal(tokens, contexts);
    left = truthy(left) ? right : left;
  }
  return left;
}

function equal(tokens: string[], contexts: Contexts): unknown {
  const left = single(tokens, contexts);
  const operator = tokens[0];
  if (operator !== '==' && operator !== '!=') return left;
  tokens.shift();
  const same = shown(left).toLowerCase() === shown(single(tokens, contexts)).toLowerCase();
  return operator === '==' ? same : !same;
}

function single(tokens: string[], contexts: Contexts): unknown {
  const token = tokens.shift() ?? '';
  if (token === '!') return !truthy(single(tokens, contexts));
  if (token === '(') {
    const inside = either(tokens, contexts);
    if (tokens.shift() !== ')') throw new Error('a bracket is not closed');
    return inside;
  }
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'always()') return true;
  if (token === 'cancelled()') return false;
  if (token === 'success()') return succeeded(contexts);
  if (token === 'true' || token === 'false') return token === 'true';
  return token.split('.').reduce<unknown>((at, key) => (at as Contexts | undefined)?.[key], contexts);
}

function succeeded(contexts: Contexts): boolean {
  return (contexts['job'] as { ok?: boolean } | undefined)?.ok !== false;
}

function truthy(result: unknown): boolean {
  return result !== undefined && result !== null && result !== false && result !== '' && result !== 0;
}

function shown(result: unknown): string {
  return typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean' ? String(result) : '';
}
