"""The pure middle: values and rules of taking an order. No Qt, network, disk, clock, chance."""
