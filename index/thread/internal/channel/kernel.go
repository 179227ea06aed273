package channel

// plus adds a sparse vector times a matrix to y. The matrix has a row of
// len(y) for each feature. Four rows at a time spare loads and stores of y;
// the sum is the same as row by row.
func plus(y, matrix []float32, v Vector) {
	width := len(y)
	for ; len(v) >= 4; v = v[4:] {
		a, b, c, d := v[0].Value, v[1].Value, v[2].Value, v[3].Value
		rowA := matrix[int(v[0].At)*width:][:width]
		rowB := matrix[int(v[1].At)*width:][:width]
		rowC := matrix[int(v[2].At)*width:][:width]
		rowD := matrix[int(v[3].At)*width:][:width]
		for i := range y {
			y[i] = y[i] + a*rowA[i] + b*rowB[i] + c*rowC[i] + d*rowD[i]
		}
	}
	for _, f := range v {
		row := matrix[int(f.At)*width:][:width]
		for i := range y {
			y[i] += f.Value * row[i]
		}
	}
}

// PlusOuter adds the outer product of a sparse vector and d to a matrix with a
// row of len(d) for each feature.
func PlusOuter(matrix []float32, v Vector, d []float32) {
	width := len(d)
	for _, f := range v {
		row := matrix[int(f.At)*width:][:width]
		for i, x := range d {
			row[i] += f.Value * x
		}
	}
}

// Dot is the inner product of two vectors of one length, a multiple of eight.
func Dot(a, b []float32) float32 {
	var s [8]float32
	for len(a) >= 8 && len(b) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		for i := range s {
			s[i] += x[i] * y[i]
		}
		a, b = a[8:], b[8:]
	}
	return s[0] + s[4] + (s[1] + s[5]) + (s[2] + s[6] + (s[3] + s[7]))
}
