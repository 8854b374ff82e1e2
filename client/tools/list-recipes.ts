// For a language model: which recipes there are and what they take.
import type { ClientTool } from './tool.js';

export const listRecipes: ClientTool = {
  name: 'threadbook_listRecipes',
  async invoke({ server }) {
    const lines = (await server.catalog()).map(({ id, title, story, expects, parameters, error, unread }) => {
      if (unread) return `- ${id}: has not been read yet.`;
      const takes = Object.entries(parameters).map(([name, spec]) => `${name}=${spec.default} (${spec.help})`);
      return `- ${id}: ${title}. ${error === undefined ? story : `Cannot be loaded: ${error}`} It ${expects}.${takes.length > 0 ? ` Parameters: ${takes.join('; ')}` : ''}`;
    });
    return lines.join('\n');
  },
};
