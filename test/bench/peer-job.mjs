// The task of Piscina and Tinypool.
export default (n) => n + 1;
