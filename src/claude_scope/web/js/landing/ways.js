// The two ways in which the demonstration was recorded, as New recording names them.

/** @type {["everything" | "video", string][]} */
export const WAYS = [["everything", "Everything"], ["video", "Video only"]];
