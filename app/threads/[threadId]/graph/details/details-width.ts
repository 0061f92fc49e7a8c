/** Of the node's details, also while they load: the graph beside them is fitted once. */
export const DETAILS_WIDTH = 'w-[clamp(240px,40%,336px)]';
