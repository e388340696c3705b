namespace SuperResolution.Architecture;

/// <summary>Knots of a graph: the largest groups whose members reach each other (Tarjan 1972, strongly connected components).</summary>
internal static class Knots
{
    /// <summary>The knots of two and more, each in ordinal order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<(string From, string To)> edges)
    {
        var next = edges.Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => edge.To);
        var (index, low, stack, knots) =
            (new Dictionary<string, int>(), new Dictionary<string, int>(), new Stack<string>(), new List<IReadOnlyList<string>>());
        foreach (var start in next.Select(group => group.Key).Order(StringComparer.Ordinal))
            if (!index.ContainsKey(start)) Visit(start);
        return knots;

        void Visit(string node)
        {
            index[node] = low[node] = index.Count;
            stack.Push(node);
            foreach (var other in next[node].Distinct())
            {
                if (!index.ContainsKey(other)) Visit(other);
                if (stack.Contains(other)) low[node] = Math.Min(low[node], low[other]);
            }
            if (low[node] != index[node]) return;
            var knot = new List<string>();
            do knot.Add(stack.Pop()); while (knot[^1] != node);
            if (knot.Count > 1) knots.Add([.. knot.Order(StringComparer.Ordinal)]);
        }
    }
}
