package timeline

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// shape draws an outline into a rasterizer whose origin is the shape's left top.
type shape struct {
	x1, y1, x2, y2 float64
	outline        func(z *vector.Rasterizer, w, h float32)
}

func fill(img *image.RGBA, s shape, ink color.Color) {
	x, y := math.Floor(s.x1), math.Floor(s.y1)
	at := image.Rect(int(x), int(y), int(math.Ceil(s.x2)), int(math.Ceil(s.y2)))
	z := vector.NewRasterizer(at.Dx(), at.Dy())
	s.outline(z, float32(s.x2-s.x1), float32(s.y2-s.y1))
	z.Draw(img, at, image.NewUniform(ink), image.Point{})
}

// rounded is a rectangle with quarter circles for corners, as near as a cubic
// curve comes to one (0.5523: https://spencermortensen.com/articles/bezier-circle).
func rounded(x1, y1, x2, y2, radius float64) shape {
	return shape{x1, y1, x2, y2, func(z *vector.Rasterizer, w, h float32) {
		r := min(float32(radius), w/2, h/2)
		k := r * (1 - 0.5523)
		z.MoveTo(r, 0)
		z.LineTo(w-r, 0)
		z.CubeTo(w-k, 0, w, k, w, r)
		z.LineTo(w, h-r)
		z.CubeTo(w, h-k, w-k, h, w-r, h)
		z.LineTo(r, h)
		z.CubeTo(k, h, 0, h-k, 0, h-r)
		z.LineTo(0, r)
		z.CubeTo(0, k, k, 0, r, 0)
		z.ClosePath()
	}}
}

// arrow is a bar that goes on: round on the left and pointed on the right.
func arrow(x1, y1, x2, y2 float64) shape {
	return shape{x1, y1, x2, y2, func(z *vector.Rasterizer, w, h float32) {
		r := min(w/2, h/2)
		k := r * (1 - 0.5523)
		z.MoveTo(r, 0)
		z.LineTo(w-r, 0)
		z.LineTo(w, h/2)
		z.LineTo(w-r, h)
		z.LineTo(r, h)
		z.CubeTo(k, h, 0, h-k, 0, h-r)
		z.LineTo(0, r)
		z.CubeTo(0, k, k, 0, r, 0)
		z.ClosePath()
	}}
}
