namespace SuperResolution.Datasets.Synthetic;

/// <summary>
/// A small stroke font of the kit's own: lines on a grid (x from 0 to the right, y from 0, the cap line, to 6, the
/// base line, and 8, the descenders). A glyph is a list of polylines, a polyline a list of digit pairs xy.
/// </summary>
internal static class StrokeFont
{
    private const string Table = """
        A 062046 1434 | B 06003041423303 3344453606 | C 4130100105163645 | D 06003041453606 | E 40000646 0333 | F 400006 0333
        G 41301001051636454323 | H 0006 4046 0343 | I 0006 | J 3035261605 | K 0006 4004 1346 | L 000646 | M 0600234046 | N 06004640
        O 103041453616050110 | P 06003041423303 | Q 103041453616050110 2446 | R 06003041423303 2346 | S 413010010213334445361605
        T 0040 2026 | U 000516364540 | V 002640 | W 0016223640 | X 0046 4006 | Y 002340 2326 | Z 00400646 | a 3322120305162635 3236
        b 0006 0312223335261605 | c 3322120305162635 | d 3036 3322120305162635 | e 04343322120305162635 | f 30201116 0222
        g 3322120305162635 3237281807 | h 0006 0312223336 | i 0206 0000 | j 121708 1010 | k 0006 3204 1336 | l 000516
        m 0206 03122326 23324346 | n 0206 0312223336 | o 122233352616050312 | p 0208 0312223335261605 | q 3238 3322120305162635
        r 0206 031222 | s 33221203142435261605 | t 101526 0222 | u 0205162635 3236 | v 021632 | w 0216233642 | x 0236 3206 | y 0216 3208
        z 02320636 | 0 102031352616050110 | 1 011016 0626 | 2 01102031320636 | 3 01102031322313 233435261605 | 4 26200434
        5 300002223335261605 | 6 3120100105162635342303 | 7 003016 | 8 102031322313020110 130405162635342313 | 9 0516263531201001021333
        . 0606 | , 0607 | - 0424 | : 0303 0606 | = 0323 0525
        """;

    private static readonly Dictionary<char, string> glyphs = Table.Split(['|', '\n'], StringSplitOptions.TrimEntries)
        .ToDictionary(g => g[0], g => g[2..]);

    /// <summary>The width of a character in grid units, without the gap after it.</summary>
    public static double Width(char c) => c == ' ' ? 1.6 : Lines(c).SelectMany(l => l).Max(p => p.X);

    /// <summary>The polylines of a character, corners of up to 45° rounded off.</summary>
    public static IEnumerable<List<(double X, double Y)>> Lines(char c)
    {
        foreach (var code in glyphs.GetValueOrDefault(c, "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = new List<(double X, double Y)>();
            for (var i = 0; i + 1 < code.Length; i += 2) line.Add((code[i] - '0', code[i + 1] - '0'));
            yield return Round(Round(line));
        }
    }

    /// <summary>Chaikin's corner cutting, at obtuse corners only: an O becomes round, an E stays an E.</summary>
    private static List<(double X, double Y)> Round(List<(double X, double Y)> line)
    {
        var closed = line.Count > 3 && line[0] == line[^1];
        var result = new List<(double X, double Y)>();
        for (var i = 0; i < line.Count; i++)
        {
            var end = i == 0 || i == line.Count - 1;
            var before = end && closed ? line[^2] : line[Math.Max(0, i - 1)];
            var after = end && closed ? line[1] : line[Math.Min(line.Count - 1, i + 1)];
            var here = line[i];
            double ax = here.X - before.X, ay = here.Y - before.Y, bx = after.X - here.X, by = after.Y - here.Y;
            if ((end && !closed) || ax * bx + ay * by <= 0)
            {
                result.Add(here);
                continue;
            }

            if (!(end && i == 0)) result.Add((here.X - ax / 4, here.Y - ay / 4));
            if (!(end && i > 0)) result.Add((here.X + bx / 4, here.Y + by / 4));
        }

        if (closed && result[0] != result[^1]) result.Add(result[0]);
        return result;
    }
}
