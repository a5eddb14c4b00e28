// The kernels of package embed for arm64, in C with NEON intrinsics. ../main.go has
// them compiled and writes the machine code as Go assembly; the comments there
// say what C must not do. What each computes is said in ../../kernels.go.

#include <arm_neon.h>
#include <stdint.h>

// ALL unrolls a loop, so that what it counts through stays in registers.
#define ALL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

// TILE is how many rows go together: their sums take 16 of the 32 registers.
#define TILE 4

// A panel of a matrix, 16 outputs, and the rows it is applied to: see
// dotPanel in ../../kernels_arm64.go.
struct panel {
	float *out;
	int64_t outputs;
	const uint8_t *x;
	int64_t inputs;
	const float *scaleLow;
	int64_t rows;
	const int8_t *weights;
	const float *scale, *sum, *bias;
};

// finish turns the sums of a row, of which x went in less 128, into numbers.
INLINE void finish(const struct panel *p, int64_t row, const int32x4_t *sums)
{
	float scale = p->scaleLow[2 * row];
	float low = p->scaleLow[2 * row + 1] + 128 * scale;
	ALL
	for (int j = 0; j < 4; j++) {
		float32x4_t v = vmulq_f32(vcvtq_f32_s32(sums[j]), vmulq_n_f32(vld1q_f32(p->scale + 4 * j), scale));
		v = vfmaq_n_f32(v, vld1q_f32(p->sum + 4 * j), low);
		vst1q_f32(p->out + row * p->outputs + 4 * j, vaddq_f32(v, vld1q_f32(p->bias + 4 * j)));
	}
}

INLINE int8x16_t codes(const struct panel *p, int64_t row, int64_t k)
{
	return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(p->x + row * p->inputs + k), vdupq_n_u8(0x80)));
}

// dot adds the products of four bytes at a time.
INLINE void dot(const struct panel *p, const int rows, int32x4_t (*sums)[4])
{
	for (int64_t k = 0; k < p->inputs; k += 16) {
		int8x16_t x[TILE];
		ALL
		for (int r = 0; r < rows; r++)
			x[r] = codes(p, r, k);
#define HALF(q, half) { \
		const int16_t *w = (const int16_t *)(p->weights + 16 * (k + 4 * q)) + 8 * half; \
		int16x8_t a = vld1q_s16(w), b = vld1q_s16(w + 16); \
		int8x16_t c = vreinterpretq_s8_s16(vzip1q_s16(a, b)), d = vreinterpretq_s8_s16(vzip2q_s16(a, b)); \
		ALL \
		for (int r = 0; r < rows; r++) { \
			sums[r][2 * half] = vdotq_laneq_s32(sums[r][2 * half], c, x[r], q); \
			sums[r][2 * half + 1] = vdotq_laneq_s32(sums[r][2 * half + 1], d, x[r], q); \
		} \
	}
		HALF(0, 0) HALF(0, 1) HALF(1, 0) HALF(1, 1) HALF(2, 0) HALF(2, 1) HALF(3, 0) HALF(3, 1)
	}
}

// pair adds the products of two bytes at a time.
INLINE void pair(const struct panel *p, const int rows, int32x4_t (*sums)[4])
{
	for (int64_t k = 0; k < p->inputs; k += 2) {
		int8x16_t low = vld1q_s8(p->weights + 16 * k), high = vld1q_s8(p->weights + 16 * k + 16);
		ALL
		for (int r = 0; r < rows; r++) {
			int16x8_t pair = vld1q_dup_s16((const int16_t *)(p->x + r * p->inputs + k));
			int8x16_t x = veorq_s8(vreinterpretq_s8_s16(pair), vdupq_n_s8(-128));
			sums[r][0] = vpadalq_s16(sums[r][0], vmull_s8(vget_low_s8(low), vget_low_s8(x)));
			sums[r][1] = vpadalq_s16(sums[r][1], vmull_high_s8(low, x));
			sums[r][2] = vpadalq_s16(sums[r][2], vmull_s8(vget_low_s8(high), vget_low_s8(x)));
			sums[r][3] = vpadalq_s16(sums[r][3], vmull_high_s8(high, x));
		}
	}
}

INLINE void panelRows(const struct panel *p, const int rows, const int sdot)
{
	int32x4_t sums[TILE][4];
	ALL
	for (int r = 0; r < rows; r++)
		ALL
		for (int j = 0; j < 4; j++)
			sums[r][j] = vdupq_n_s32(0);
	if (sdot)
		dot(p, rows, sums);
	else
		pair(p, rows, sums);
	ALL
	for (int r = 0; r < rows; r++)
		finish(p, r, sums[r]);
}

INLINE void linearPanel(const struct panel *p, const int sdot)
{
	switch (p->rows) {
	case 1:
		return panelRows(p, 1, sdot);
	case 2:
		return panelRows(p, 2, sdot);
	case 3:
		return panelRows(p, 3, sdot);
	case 4:
		return panelRows(p, 4, sdot);
	}
}

// linearPanelSDOT applies a panel of a matrix to 1 to 4 rows of x; inputs is a
// multiple of 16.
void linearPanelSDOT(const struct panel *p) { linearPanel(p, 1); }

// linearPanelNEON is linearPanelSDOT for CPUs without SDOT.
void linearPanelNEON(const struct panel *p) { linearPanel(p, 0); }

// quantizeNEON turns x into q, with x ≈ scaleLow[1] + scaleLow[0]·q; n is a
// multiple of 16.
void quantizeNEON(uint8_t *q, const float *x, int64_t n, float *scaleLow)
{
	float32x4_t least = vld1q_f32(x), most = least;
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = vld1q_f32(x + i);
		least = vminq_f32(least, v);
		most = vmaxq_f32(most, v);
	}
	float low = vminvq_f32(least), width = vmaxvq_f32(most) - low;
	if (width < 1e-30f)
		width = 1e-30f;
	float factor = 255 / width;
	scaleLow[0] = width * (1.0f / 255);
	scaleLow[1] = low;
	for (int64_t i = 0; i < n; i += 16) {
		uint16x8_t half[2];
		ALL
		for (int j = 0; j < 2; j++) {
			float32x4_t a = vmulq_n_f32(vsubq_f32(vld1q_f32(x + i + 8 * j), vdupq_n_f32(low)), factor);
			float32x4_t b = vmulq_n_f32(vsubq_f32(vld1q_f32(x + i + 8 * j + 4), vdupq_n_f32(low)), factor);
			half[j] = vqmovn_high_u32(vqmovn_u32(vcvtnq_u32_f32(a)), vcvtnq_u32_f32(b));
		}
		vst1q_u8(q + i, vqmovn_high_u16(vqmovn_u16(half[0]), half[1]));
	}
}

// multiplyTileNEON computes 16 columns of a product of matrices; strides are in
// numbers.
void multiplyTileNEON(float *out, int64_t outStride, const float *a, int64_t aStride, const float *b, int64_t bStride, int64_t rows, int64_t inner)
{
	for (int64_t row = 0; row < rows; row++, out += outStride, a += aStride) {
		float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
		const float *at = b;
		for (int64_t k = 0; k < inner; k++, at += bStride) {
			float factor = a[k];
			s0 = vfmaq_n_f32(s0, vld1q_f32(at), factor);
			s1 = vfmaq_n_f32(s1, vld1q_f32(at + 4), factor);
			s2 = vfmaq_n_f32(s2, vld1q_f32(at + 8), factor);
			s3 = vfmaq_n_f32(s3, vld1q_f32(at + 12), factor);
		}
		vst1q_f32(out, s0);
		vst1q_f32(out + 4, s1);
		vst1q_f32(out + 8, s2);
		vst1q_f32(out + 12, s3);
	}
}

// addNormNEON adds residual to x and normalises the sum; n is a multiple of 4.
void addNormNEON(float *x, const float *residual, const float *gamma, const float *beta, int64_t n)
{
	float32x4_t sum = vdupq_n_f32(0);
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = vaddq_f32(vld1q_f32(x + i), vld1q_f32(residual + i));
		vst1q_f32(x + i, v);
		sum = vaddq_f32(sum, v);
	}
	float32x4_t mean = vdupq_n_f32(vaddvq_f32(sum) / n), squares = vdupq_n_f32(0);
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = vsubq_f32(vld1q_f32(x + i), mean);
		squares = vfmaq_f32(squares, v, v);
	}
	float32x2_t deviation = vsqrt_f32(vdup_n_f32(vaddvq_f32(squares) / n + 1e-12f));
	float inverse = 1 / vget_lane_f32(deviation, 0);
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = vmulq_n_f32(vsubq_f32(vld1q_f32(x + i), mean), inverse);
		vst1q_f32(x + i, vfmaq_f32(vld1q_f32(beta + i), v, vld1q_f32(gamma + i)));
	}
}

// exponential is that of v, which must not be positive: see exp in ../../asm/vector.go.
INLINE float32x4_t exponential(float32x4_t v)
{
	v = vmaxq_f32(v, vdupq_n_f32(-87));
	float32x4_t n = vrndnq_f32(vmulq_f32(v, vdupq_n_f32(1.44269504f)));
	v = vfmsq_f32(v, n, vdupq_n_f32(0.693359375f));
	v = vfmsq_f32(v, n, vdupq_n_f32(-2.12194440e-4f));
	float32x4_t p = vdupq_n_f32(1.9875691500e-4f);
	p = vfmaq_f32(vdupq_n_f32(1.3981999507e-3f), p, v);
	p = vfmaq_f32(vdupq_n_f32(8.3334519073e-3f), p, v);
	p = vfmaq_f32(vdupq_n_f32(4.1665795894e-2f), p, v);
	p = vfmaq_f32(vdupq_n_f32(1.6666665459e-1f), p, v);
	p = vfmaq_f32(vdupq_n_f32(0.5f), p, v);
	p = vfmaq_f32(vdupq_n_f32(1), p, v);
	p = vfmaq_f32(vdupq_n_f32(1), p, v);
	return vreinterpretq_f32_s32(vaddq_s32(vreinterpretq_s32_f32(p), vshlq_n_s32(vcvtq_s32_f32(n), 23)));
}

// geluNEON applies x·Φ(x) in place: see gelu in ../../asm/vector.go; n is a multiple of 4.
void geluNEON(float *x, int64_t n)
{
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = vld1q_f32(x + i), size = vabsq_f32(v), one = vdupq_n_f32(1);
		float32x4_t t = vdivq_f32(one, vfmaq_f32(one, size, vdupq_n_f32(0.3275911f * 0.70710678f)));
		float32x4_t p = vdupq_n_f32(1.061405429f / 2);
		p = vfmaq_f32(vdupq_n_f32(-1.453152027f / 2), p, t);
		p = vfmaq_f32(vdupq_n_f32(1.421413741f / 2), p, t);
		p = vfmaq_f32(vdupq_n_f32(-0.284496736f / 2), p, t);
		p = vfmaq_f32(vdupq_n_f32(0.254829592f / 2), p, t);
		p = vmulq_f32(p, t);
		p = vmulq_f32(p, exponential(vmulq_f32(vmulq_f32(v, v), vdupq_n_f32(-0.5f))));
		vst1q_f32(x + i, vfmsq_f32(vmaxq_f32(v, vdupq_n_f32(0)), size, p));
	}
}

// softmaxNEON turns scores into weights in place; n is a multiple of 4.
void softmaxNEON(float *x, int64_t n)
{
	float32x4_t largest = vld1q_f32(x), sum = vdupq_n_f32(0);
	for (int64_t i = 0; i < n; i += 4)
		largest = vmaxq_f32(largest, vld1q_f32(x + i));
	largest = vdupq_n_f32(vmaxvq_f32(largest));
	for (int64_t i = 0; i < n; i += 4) {
		float32x4_t v = exponential(vsubq_f32(vld1q_f32(x + i), largest));
		sum = vaddq_f32(sum, v);
		vst1q_f32(x + i, v);
	}
	float inverse = 1 / vaddvq_f32(sum);
	for (int64_t i = 0; i < n; i += 4)
		vst1q_f32(x + i, vmulq_n_f32(vld1q_f32(x + i), inverse));
}
