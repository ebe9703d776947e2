const A: u8 = 1;
const B: u8 = 3;
