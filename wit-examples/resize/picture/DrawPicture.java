import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/**
 * Draws the demo's picture, a radicchio on a table: {@code java DrawPicture.java OUT.jpg}.
 *
 * <p>Every run draws the same picture. A leaf is a surface with two parameters, u from the base to
 * the tip and v across. The leaves are rasterised into a buffer that holds the leaf and the (u, v)
 * of each sample, once from the camera and once from the light (for shadows), and are shaded from
 * that buffer. Veins, grain and speckles are noise.
 */
public final class DrawPicture {
    static final int WIDTH = 1920;
    static final int HEIGHT = 1440;
    static final int SAMPLES = 2; // along each axis of a pixel

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Usage: java DrawPicture.java OUT.jpg");
            System.exit(1);
        }
        List<Leaf> leaves = arrange();
        View camera = View.camera(new Vec(0.35, -6.6, 3.05), new Vec(0.20, -0.30, 0.82), 42);
        View light = View.light(Light.KEY, 3.4);
        Raster seen = new Raster(camera, WIDTH * SAMPLES, HEIGHT * SAMPLES);
        Raster lit = new Raster(light, 3000, 3000);
        for (int i = 0; i < leaves.size(); i++) {
            seen.add(leaves.get(i), i, 420);
            lit.add(leaves.get(i), i, 300);
        }
        write(new Painter(leaves, seen, lit).paint(), new File(args[0]));
    }

    /** Returns a tight head of leaves, which leans to the viewer, and loose leaves. */
    static List<Leaf> arrange() {
        List<Leaf> leaves = new ArrayList<>();
        int count = 17;
        for (int i = 0; i < count; i++) {
            double outside = i / (count - 1.0);
            leaves.add(new HeadLeaf(i, i * 2.39996 - 7.85, outside));
        }
        leaves.add(new LooseLeaf(101, new Vec(1.66, -0.95, 0), 0.45, 1.35));
        leaves.add(new LooseLeaf(202, new Vec(-1.25, -1.35, 0), 2.75, 1.0));
        return leaves;
    }

    static void write(BufferedImage picture, File file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(0.9f);
        file.delete();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality);
        } finally {
            writer.dispose();
        }
    }

    // ---- Surfaces ----

    interface Leaf {
        /** The point at u in 0 … 1 from the base to the tip, v in -1 … 1 across. */
        Vec at(double u, double v);

        /** The seed of the leaf's noise. */
        int seed();

        /** The distance from the heart, 0 … 1. */
        double outside();
    }

    /** A leaf of the head: a patch of a ball that opens at its edge. */
    record HeadLeaf(int seed, double azimuth, double outside) implements Leaf {
        private static final double LEAN = 0.98;

        @Override
        public Vec at(double u, double v) {
            double polar = 0.10 + u * (2.62 - 0.50 * outside + 0.10 * Noise.at(seed * 3.1, 5));
            double arc = (0.30 + 1.00 * Math.pow(Math.sin(Math.PI * Math.min(1, 0.02 + 0.62 * u)), 0.9))
                    * Math.pow(1 - Math.pow(u, 7), 0.5) * (1.02 - 0.12 * outside);
            double wave = 0.5 * Noise.at(seed * 7.7 + u * 5.0, (v > 0 ? 3 : 9) + seed);
            arc *= 1 + 0.10 * wave;
            double around = azimuth + v * Math.min(arc / Math.max(Math.sin(polar), 0.22), 2.2);
            double rim = Math.max(Math.abs(v), Math.pow(u, 3));
            double frill = 0.030 * rim * rim * rim * Math.sin(17 * u + 23 * v * (1 - u) + seed * 1.7)
                    + 0.06 * rim * rim * Noise.at(u * 6 + seed * 11.3, v * 5);
            double open = (0.05 + 0.16 * outside * outside) * Math.pow(rim, 5)
                    + 0.20 * Math.pow(outside, 3) * Math.pow(u, 5);
            double radius = 0.74 + 0.30 * outside + open + frill + 0.030 * Noise.at(u * 2 + seed * 5.3, v * 2);
            double flat = 1 - 0.06 * Math.cos(2 * polar);
            Vec p = new Vec(
                    radius * Math.sin(polar) * Math.cos(around) * 1.03,
                    radius * Math.sin(polar) * Math.sin(around) * 1.03,
                    -radius * Math.cos(polar) * flat);
            double y = p.y * Math.cos(LEAN) + p.z * Math.sin(LEAN);
            double z = -p.y * Math.sin(LEAN) + p.z * Math.cos(LEAN);
            return new Vec(p.x - 0.12, y + 0.15, Math.max(z + 1.02, 0.012));
        }
    }

    /** A leaf that lies on the table, with slightly raised edges. */
    record LooseLeaf(int seed, Vec base, double direction, double length) implements Leaf {
        @Override
        public Vec at(double u, double v) {
            double width = 0.46 * Math.pow(Math.sin(Math.PI * Math.min(1, 0.06 + 0.935 * Math.pow(u, 0.85))), 0.75)
                    * (1 + 0.10 * Noise.at(u * 5 + seed, v > 0 ? 1 : 8));
            double along = length * (u - 0.5 + 0.05 * Noise.at(v * 2, seed));
            double across = length * width * v * (1 - 0.12 * v * v);
            double bend = 0.16 * length * (u - 0.5) * (u - 0.5);
            across += bend;
            double z = 0.015 + length * (0.17 * v * v * (0.4 + u) + 0.16 * Math.pow(u, 4)
                    + 0.03 * Math.abs(v) * Math.sin(19 * u + seed) + 0.035 * v * v * Noise.at(u * 9 + seed, v * 4)
                    + 0.02 * Math.pow(1 - u, 2));
            double c = Math.cos(direction);
            double s = Math.sin(direction);
            return new Vec(base.x + along * c - across * s, base.y + along * s + across * c, Math.max(z, 0.012));
        }

        @Override
        public double outside() {
            return 0.75;
        }
    }

    // ---- Texture ----

    /** The strength of the veins at a place of a leaf, 0 … 1: the rib, its branches, the net. */
    static double vein(Leaf leaf, double u, double v) {
        double seed = leaf.seed() * 13.7;
        double bent = v + 0.05 * Noise.at(u * 4 + seed, 2);
        double side = Math.abs(bent);
        double ribWidth = 0.020 + 0.42 * Math.pow(1 - u, 2.6) + 0.07 * (1 - u);
        double rib = 1 - smooth(ribWidth * 0.45, ribWidth, side);
        double lane = (bent > 0 ? 31 : 57) + seed;
        double along = u - 0.50 * Math.pow(side, 0.85) + 0.035 * Noise.at(u * 6 + lane, side * 5);
        double step = along * 9 + 0.55 * Noise.at(u * 3 + lane, side * 2.2);
        double apart = Math.abs(step - Math.floor(step) - 0.5) * 2;
        double branchWidth = (0.34 * (1 - 0.85 * side) + 0.05) * (1.1 - 0.6 * u)
                * (0.75 + 0.5 * Noise.at(Math.floor(step) * 3.3, lane));
        double branch = along < 0.0 ? 0 : 1 - smooth(branchWidth * 0.35, branchWidth, apart);
        double fine = Noise.cell(u * 26 + lane, side * 21 + 0.9 * Noise.at(u * 14, side * 14 + lane));
        double finest = Noise.cell(u * 70 + lane, side * 60);
        double net = 0.50 * (1 - smooth(0.02, 0.13, fine)) + 0.22 * (1 - smooth(0.02, 0.20, finest));
        net *= 1 - 0.35 * side;
        return Math.max(rib, Math.max(branch * 0.92, net));
    }

    static double smooth(double from, double to, double x) {
        double t = Math.min(1, Math.max(0, (x - from) / (to - from)));
        return t * t * (3 - 2 * t);
    }

    static Vec leafColour(Leaf leaf, double u, double v, double vein) {
        double patch = Noise.layers(u * 5 + leaf.seed() * 3.9, v * 4, 4);
        Vec deep = new Vec(0.060, 0.003, 0.016);
        Vec bright = new Vec(0.215, 0.010, 0.046);
        Vec flesh = deep.mix(bright, 0.45 + 0.6 * patch + 0.12 * Noise.at(u * 90, v * 90));
        Vec pink = new Vec(0.56, 0.15, 0.22);
        Vec white = new Vec(0.90, 0.83, 0.76);
        double pale = Math.pow(1 - u, 2.4) * (1 - 0.5 * Math.abs(v));
        flesh = flesh.mix(pink, Math.min(0.8, 0.75 * pale));
        Vec veins = pink.mix(white, smooth(0.25, 0.85, vein + 0.45 * pale));
        Vec colour = flesh.mix(veins, smooth(0.06, 0.80, vein));
        double green = smooth(0.55, 0.95, 1 - u) * leaf.outside() * 0.10;
        return colour.mix(new Vec(0.55, 0.62, 0.30), green);
    }

    static Vec tableColour(double x, double y) {
        double turned = x * 0.966 + y * 0.259;
        double across = (-x * 0.259 + y * 0.966) / 0.86;
        double plank = Math.floor(across);
        double within = across - plank;
        double shift = plank * 17.3;
        double warp = Noise.layers(turned * 0.55 + shift, across * 1.6, 3);
        double rings = 0.5 + 0.5 * Math.sin((within * 4.3 + warp * 2.3 + 0.25 * Noise.at(turned * 3, across * 9)) * 9);
        double fibre = Noise.layers(turned * 5 + shift, across * 95, 3);
        double pores = smooth(0.30, 0.62, Noise.at(turned * 13 + shift, across * 160));
        Vec light = new Vec(0.47, 0.285, 0.145);
        Vec dark = new Vec(0.215, 0.108, 0.048);
        Vec colour = light.mix(dark, 0.18 + 0.42 * rings * rings + 0.30 * fibre);
        colour = colour.times(0.90 + 0.16 * Noise.at(plank * 5.1, 1)).times(1 - 0.33 * pores);
        double gap = Math.min(within, 1 - within);
        return colour.times(0.20 + 0.80 * smooth(0.002, 0.016, gap));
    }

    // ---- Painting ----

    static final class Light {
        static final Vec KEY = new Vec(-0.62, -0.36, 0.92).unit();
        static final Vec FILL = new Vec(0.85, -0.50, 0.35).unit();
        static final Vec BACK = new Vec(0.30, 0.90, 0.55).unit();

        private Light() {}
    }

    record Painter(List<Leaf> leaves, Raster seen, Raster lit) {
        BufferedImage paint() {
            BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            IntStream.range(0, HEIGHT).parallel().forEach(y -> {
                for (int x = 0; x < WIDTH; x++) picture.setRGB(x, y, pixel(x, y));
            });
            return picture;
        }

        private int pixel(int x, int y) {
            Vec sum = new Vec(0, 0, 0);
            for (int j = 0; j < SAMPLES; j++) {
                for (int i = 0; i < SAMPLES; i++) {
                    Vec c = sample(x * SAMPLES + i, y * SAMPLES + j);
                    sum = sum.plus(new Vec(film(c.x), film(c.y), film(c.z)));
                }
            }
            double dx = x / (double) WIDTH - 0.5;
            double dy = y / (double) HEIGHT - 0.5;
            Vec c = sum.times((1 - 0.50 * Math.pow(dx * dx + dy * dy, 1.1)) / (SAMPLES * SAMPLES));
            return code(c.x) << 16 | code(c.y) << 8 | code(c.z);
        }

        /** Compresses bright light as film does, then encodes it for a screen. */
        private static double film(double x) {
            double e = 1.55 * Math.max(0, x);
            double y = e * (2.51 * e + 0.03) / (e * (2.43 * e + 0.59) + 0.14);
            return Math.pow(Math.min(1, y), 1 / 2.2);
        }

        private static int code(double x) {
            return (int) Math.min(255, Math.max(0, Math.round(255 * x)));
        }

        private Vec sample(int sx, int sy) {
            int at = sy * seen.width + sx;
            return seen.owner[at] < 0 ? table(sx, sy) : leaf(at);
        }

        private Vec table(int sx, int sy) {
            Vec ray = seen.view.ray((sx + 0.5) / seen.width, (sy + 0.5) / seen.height);
            Vec eye = seen.view.eye();
            double far = -eye.z / ray.z;
            Vec p = eye.plus(ray.times(far));
            Vec colour = tableColour(p.x, p.y);
            double grain = tableColour(p.x + 0.004, p.y + 0.004).x - colour.x;
            Vec normal = new Vec(-grain * 0.6, -grain * 0.6, 1).unit();
            double shadow = lit.shadow(p, 0.02, p.x * 71 + p.y * 37);
            double near = nearness(p);
            Vec light = new Vec(1.00, 0.93, 0.82).times(1.55 * shadow * Math.max(0, normal.dot(Light.KEY)))
                    .plus(new Vec(0.34, 0.38, 0.46).times(0.55 * near));
            double shine = Math.pow(Math.max(0, ray.times(-1).plus(Light.KEY).unit().dot(normal)), 38);
            double depth = smooth(5.5, 13, far);
            Vec c = colour.times(light).plus(new Vec(1, 0.95, 0.85).times(0.07 * shine * shadow));
            return c.times(1 - 0.72 * depth);
        }

        /** Less light from the sky reaches the table near the head. */
        private static double nearness(Vec p) {
            double d = Math.hypot(p.x + 0.12, (p.y - 0.1) * 1.05);
            return 0.30 + 0.70 * smooth(0.35, 1.55, d);
        }

        private Vec leaf(int at) {
            Leaf leaf = leaves.get(seen.owner[at]);
            double e = 0.0022;
            double u = Math.min(1 - 2 * e, Math.max(2 * e, seen.u[at]));
            double v = Math.min(1 - 2 * e, Math.max(2 * e - 1, seen.v[at]));
            Vec p = leaf.at(u, v);
            Vec du = leaf.at(u + e, v).minus(leaf.at(u - e, v));
            Vec dv = leaf.at(u, v + e).minus(leaf.at(u, v - e));
            Vec normal = du.cross(dv).unit();
            Vec toEye = seen.view.eye().minus(p).unit();
            boolean back = normal.dot(toEye) < 0;
            if (back) normal = normal.times(-1);
            double vein = vein(leaf, u, v);
            double up = vein(leaf, u + e, v) - vein;
            double over = vein(leaf, u, v + e) - vein;
            double rough = 0.0036 * Noise.at(u * 160 + 7, v * 130);
            normal = normal.minus(du.unit().times(0.55 * clamp(up, 0.5) + rough * 20))
                    .minus(dv.unit().times(0.55 * clamp(over, 0.5))).unit();
            return lightLeaf(leaf, p, normal, toEye, leafColour(leaf, u, v, vein));
        }

        private static double clamp(double x, double most) {
            return Math.max(-most, Math.min(most, x));
        }

        private Vec lightLeaf(Leaf leaf, Vec p, Vec normal, Vec toEye, Vec colour) {
            double shadow = lit.shadow(p.plus(normal.times(0.012)), 0.012, p.x * 53 + p.z * 91);
            double key = normal.dot(Light.KEY);
            double wrap = Math.max(0, (key + 0.22) / 1.22);
            double through = Math.max(0, -key) * 0.35;
            double open = 0.35 + 0.65 * smooth(0, 0.9, p.z) * (0.55 + 0.45 * normal.z);
            Vec light = new Vec(1.00, 0.94, 0.85).times(1.75 * shadow * wrap)
                    .plus(new Vec(1.0, 0.55, 0.5).times(through * shadow))
                    .plus(new Vec(0.42, 0.46, 0.56).times(0.62 * open))
                    .plus(new Vec(0.50, 0.34, 0.22).times(0.30 * Math.max(0, -normal.z)))
                    .plus(new Vec(0.9, 0.8, 0.75).times(0.22 * Math.max(0, normal.dot(Light.FILL)) * open))
                    .plus(new Vec(0.8, 0.85, 1.0).times(0.22 * Math.max(0, normal.dot(Light.BACK))));
            double shine = Math.pow(Math.max(0, toEye.plus(Light.KEY).unit().dot(normal)), 46);
            double sheen = Math.pow(1 - Math.max(0, toEye.dot(normal)), 4);
            return colour.times(light)
                    .plus(new Vec(1, 0.97, 0.94).times(0.30 * shine * shadow))
                    .plus(new Vec(0.55, 0.6, 0.75).times(0.07 * sheen * open));
        }
    }

    // ---- Rasterising ----

    /** The leaf, and the place on it, that each sample shows. */
    static final class Raster {
        final View view;
        final int width;
        final int height;
        final int[] owner;
        final float[] u;
        final float[] v;
        private final float[] depth;

        Raster(View view, int width, int height) {
            this.view = view;
            this.width = width;
            this.height = height;
            owner = new int[width * height];
            u = new float[width * height];
            v = new float[width * height];
            depth = new float[width * height];
            java.util.Arrays.fill(owner, -1);
            java.util.Arrays.fill(depth, Float.MAX_VALUE);
        }

        void add(Leaf leaf, int index, int steps) {
            Vec[] row = null;
            for (int i = 0; i <= steps; i++) {
                Vec[] next = new Vec[steps + 1];
                for (int j = 0; j <= steps; j++) {
                    Vec p = view.project(leaf.at(i / (double) steps, 2.0 * j / steps - 1));
                    next[j] = new Vec(p.x * width, p.y * height, p.z);
                }
                for (int j = 0; row != null && j < steps; j++) {
                    double u0 = (i - 1.0) / steps;
                    double u1 = i / (double) steps;
                    double v0 = 2.0 * j / steps - 1;
                    double v1 = 2.0 * (j + 1) / steps - 1;
                    triangle(index, row[j], u0, v0, row[j + 1], u0, v1, next[j], u1, v0);
                    triangle(index, next[j + 1], u1, v1, row[j + 1], u0, v1, next[j], u1, v0);
                }
                row = next;
            }
        }

        private void triangle(int index, Vec a, double ua, double va, Vec b, double ub, double vb,
                Vec c, double uc, double vc) {
            double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
            if (Math.abs(area) < 1e-12) return;
            int left = (int) Math.max(0, Math.floor(Math.min(a.x, Math.min(b.x, c.x)) - 0.5));
            int right = (int) Math.min(width - 1, Math.ceil(Math.max(a.x, Math.max(b.x, c.x)) - 0.5));
            int top = (int) Math.max(0, Math.floor(Math.min(a.y, Math.min(b.y, c.y)) - 0.5));
            int bottom = (int) Math.min(height - 1, Math.ceil(Math.max(a.y, Math.max(b.y, c.y)) - 0.5));
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    double px = x + 0.5;
                    double py = y + 0.5;
                    double wc = ((b.x - a.x) * (py - a.y) - (b.y - a.y) * (px - a.x)) / area;
                    double wb = ((px - a.x) * (c.y - a.y) - (py - a.y) * (c.x - a.x)) / area;
                    double wa = 1 - wb - wc;
                    if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6) continue;
                    float z = (float) (wa * a.z + wb * b.z + wc * c.z);
                    int at = y * width + x;
                    if (z >= depth[at]) continue;
                    depth[at] = z;
                    owner[at] = index;
                    u[at] = (float) (wa * ua + wb * ub + wc * uc);
                    v[at] = (float) (wa * va + wb * vb + wc * vc);
                }
            }
        }

        /** The part of this raster's light that reaches a point, 0 … 1, with soft edges. */
        double shadow(Vec point, double bias, double jitter) {
            Vec p = view.project(point);
            double turn = (jitter * 12.9898 - Math.floor(jitter * 12.9898)) * 6.2832;
            int through = 0;
            int taps = 20;
            for (int k = 0; k < taps; k++) {
                double r = 20 * Math.sqrt((k + 0.5) / taps);
                int x = (int) (p.x * width + r * Math.cos(turn + k * 2.39996));
                int y = (int) (p.y * height + r * Math.sin(turn + k * 2.39996));
                boolean outside = x < 0 || y < 0 || x >= width || y >= height;
                if (outside || depth[y * width + x] > p.z - bias) through++;
            }
            return through / (double) taps;
        }
    }

    /** A camera with its place and target; or, if `parallel`, a light that is `span` wide. */
    record View(Vec eye, Vec right, Vec up, Vec ahead, double span, boolean parallel) {
        static View camera(Vec eye, Vec target, double degrees) {
            return looking(eye, target, 2 * Math.tan(Math.toRadians(degrees) / 2), false);
        }

        static View light(Vec direction, double span) {
            return looking(direction.times(10), new Vec(0.1, -0.3, 0.4), 2 * span, true);
        }

        private static View looking(Vec eye, Vec target, double span, boolean parallel) {
            Vec ahead = target.minus(eye).unit();
            Vec right = ahead.cross(new Vec(0, 0, 1)).unit();
            return new View(eye, right, right.cross(ahead), ahead, span, parallel);
        }

        private double aspect() {
            return parallel ? 1 : WIDTH / (double) HEIGHT;
        }

        /** 0 … 1 across and down, and the distance. */
        Vec project(Vec p) {
            Vec d = p.minus(eye);
            double far = d.dot(ahead);
            double scale = (parallel ? 1 : 1 / far) / span;
            return new Vec(0.5 + d.dot(right) * scale, 0.5 - d.dot(up) * scale * aspect(), far);
        }

        Vec ray(double x, double y) {
            return ahead.plus(right.times((x - 0.5) * span)).plus(up.times((0.5 - y) * span / aspect())).unit();
        }
    }

    // ---- Numbers ----

    record Vec(double x, double y, double z) {
        Vec plus(Vec o) { return new Vec(x + o.x, y + o.y, z + o.z); }
        Vec minus(Vec o) { return new Vec(x - o.x, y - o.y, z - o.z); }
        Vec times(double k) { return new Vec(x * k, y * k, z * k); }
        Vec times(Vec o) { return new Vec(x * o.x, y * o.y, z * o.z); }
        Vec mix(Vec o, double t) { double s = Math.max(0, Math.min(1, t)); return times(1 - s).plus(o.times(s)); }
        double dot(Vec o) { return x * o.x + y * o.y + z * o.z; }
        Vec cross(Vec o) { return new Vec(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x); }
        Vec unit() { return times(1 / Math.max(1e-12, Math.sqrt(dot(this)))); }
    }

    /** Smooth noise, about -1 … 1 for `at` and `layers`, and distances to the edges of cells. */
    static final class Noise {
        private Noise() {}

        private static double hash(long x, long y) {
            long h = x * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(y * 0xC2B2AE3D27D4EB4FL, 31);
            h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
            h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
            return ((h ^ h >>> 31) >>> 11) * 0x1p-53;
        }

        static double at(double x, double y) {
            long i = (long) Math.floor(x);
            long j = (long) Math.floor(y);
            double s = ease(x - i);
            double t = ease(y - j);
            double low = hash(i, j) * (1 - s) + hash(i + 1, j) * s;
            double high = hash(i, j + 1) * (1 - s) + hash(i + 1, j + 1) * s;
            return 2 * (low * (1 - t) + high * t) - 1;
        }

        private static double ease(double t) {
            return t * t * t * (t * (6 * t - 15) + 10);
        }

        static double layers(double x, double y, int count) {
            double sum = 0;
            double scale = 0.55;
            for (int k = 0; k < count; k++, scale *= 0.5) sum += scale * at(x * (1 << k) + k * 19.1, y * (1 << k) - k * 7.7);
            return sum;
        }

        /** The distance to the edge of the cell at (x, y): 0 on it, about 0.5 in the middle. */
        static double cell(double x, double y) {
            double first = 9;
            double second = 9;
            long ci = (long) Math.floor(x);
            long cj = (long) Math.floor(y);
            for (long j = cj - 1; j <= cj + 1; j++) {
                for (long i = ci - 1; i <= ci + 1; i++) {
                    double dx = i + hash(i, j) - x;
                    double dy = j + hash(j + 991, i) - y;
                    double d = Math.sqrt(dx * dx + dy * dy);
                    if (d < first) {
                        second = first;
                        first = d;
                    } else if (d < second) {
                        second = d;
                    }
                }
            }
            return second - first;
        }
    }
}
