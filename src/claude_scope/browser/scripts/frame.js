// Where the content of an iframe starts in the frame around it, and its scale: [x, y, scale].
(element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const scale = element.offsetWidth ? box.width / element.offsetWidth : 1;
  return [
    box.x + (element.clientLeft + parseFloat(style.paddingLeft)) * scale,
    box.y + (element.clientTop + parseFloat(style.paddingTop)) * scale,
    scale,
  ];
}
