package command

import "fmt"

// Sizes of the chart of an issue, in the page's pixels.
const (
	chartWidth  = 640 // about, and at most but for very long reports
	chartWidest = 32  // of a month
	chartLeast  = 4
	chartStep   = 14 // height of one occurrence
	chartHeight = 70 // of the bars, at most
	chartLabels = 18 // height of the line below
)

// chart is an issue's bars by month.
type chart struct {
	Width, Height, Base int
	Bars                []chartBox
	First, Last         string // months
}

type chartBox struct {
	X, Y, Width, Height int
	Label               string
}

// Chart draws how often an issue came up in each month, as high as the most.
func (is reportIssue) Chart() chart {
	most := 0
	for _, month := range is.Months {
		most = max(most, month.Count)
	}
	bar := min(chartWidest, max(chartLeast, chartWidth/max(1, len(is.Months))))
	c := chart{Width: max(bar*len(is.Months), 4*chartWidest), Base: min(chartStep*most, chartHeight) + 1}
	c.Height = c.Base + chartLabels
	for i, month := range is.Months {
		if month.Count > 0 {
			height := max(1, (c.Base-1)*month.Count/most)
			c.Bars = append(c.Bars, chartBox{bar*i + 1, c.Base - height, bar - 2, height, fmt.Sprintf("%s: %d", month.Name, month.Count)})
		}
	}
	if n := len(is.Months); n > 0 {
		c.First, c.Last = is.Months[0].Name, is.Months[n-1].Name
	}
	return c
}
