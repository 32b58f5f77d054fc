const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw error.message;
  }
};

export const text = {
  layout(text, indent) {
    return JSON.stringify(parsed(text), null, indent);
  },

  members(text) {
    const value = parsed(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw "not an object";
    return Object.keys(value);
  },
};
