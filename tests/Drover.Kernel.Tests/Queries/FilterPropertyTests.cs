using System.Globalization;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

/// <summary>Random filters over random rows, against an evaluation that is as simple as can be.</summary>
public sealed class FilterPropertyTests
{
    private const int Seed = 31337;

    [Fact]
    public void A_compiled_filter_picks_the_same_rows_as_a_naive_evaluation()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 2000; round++)
        {
            var filter = RandomFilter(random, depth: 4);
            var rows = Enumerable.Range(0, 6).Select(i => RandomRow(random, i)).ToArray();
            var expected = string.Join(' ', rows.Where(r => Holds(filter, r)).Select(r => r.Name));
            foreach (var live in new[] { false, true })
            {
                var nodes = Fleet.Nodes(live ? FillFree : null, [.. rows.Select(r => live ? r with { Free = null } : r)]);
                var found = Fleet.Names(nodes.Ask(new(["name"], filter)));
                Assert.True(expected == found, $"seed {Seed} round {round} live {live}: {filter} gives '{found}', expected '{expected}'");
            }

            ValueTask FillFree(QueryContext context, IList<Machine> probed, CancellationToken token)
            {
                for (var i = 0; i < probed.Count; i++) probed[i] = rows.Single(r => r.Name == probed[i].Name);
                return ValueTask.CompletedTask;
            }
        }
    }

    [Fact]
    public void The_human_form_survives_the_way_through_the_list_form()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 3000; round++)
        {
            var filter = RandomFilter(random, depth: 5);
            var text = Human(filter, random);
            var parsed = FilterText.Parse(text);
            Assert.True(filter.ToString() == parsed.ToString(), $"seed {Seed} round {round}: {text} became {parsed}, not {filter}");
            Assert.Equal(parsed.ToString(), Fleet.List(parsed.ToString())!.ToString());
        }
    }

    [Fact]
    public void Damaged_text_gives_a_filter_or_a_syntax_error_and_nothing_else()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 5000; round++)
        {
            var text = Human(RandomFilter(random, depth: 3), random).ToList();
            for (var i = random.Next(1, 4); i > 0 && text.Count > 0; i--)
            {
                var at = random.Next(text.Count);
                if (random.Next(2) == 0) text.RemoveAt(at);
                else text[at] = "()'\"=!~<>\\/m-x \n\u00e4"[random.Next(17)];
            }
            try
            {
                FilterText.Parse(new string([.. text]));
            }
            catch (FilterSyntaxException error)
            {
                Assert.True(error.Line >= 1 && error.Column >= 1, $"seed {Seed} round {round}: no place in {error.Message}");
            }
        }
    }

    private static Machine RandomRow(Random random, int index) => new($"n{index}", $"u{random.Next(3)}")
    {
        Memory = random.Next(4) is var memory and > 0 ? memory : null,
        Offline = random.Next(2) == 0,
        Tags = [.. new[] { "a", "b" }.Where(_ => random.Next(2) == 0)],
        Owner = random.Next(3) switch { 0 => null, 1 => "anna", _ => "bert" },
        Free = random.Next(4) is var free and > 0 ? free : null,
    };

    private static QueryFilter RandomFilter(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
        {
            var parts = Enumerable.Range(0, random.Next(2, 5)).Select(_ => RandomFilter(random, depth - 1)).ToArray();
            return random.Next(3) switch { 0 => new QueryFilter.And(parts), 1 => new QueryFilter.Or(parts), _ => new QueryFilter.Not(parts[0]) };
        }
        return random.Next(7) switch
        {
            0 => new QueryFilter.Truth("offline"),
            1 => new QueryFilter.Comparison((ComparisonOperator)random.Next(6), "mem", (long)random.Next(5)),
            2 => new QueryFilter.Comparison((ComparisonOperator)random.Next(6), "uuid", $"u{random.Next(3)}"),
            3 => new QueryFilter.Match("uuid", new FilterPattern(new[] { "1", "^u[02]", "(?i)U2", @"\d" }[random.Next(4)])),
            4 => new QueryFilter.Contains("tags", new[] { "a", "b", "it's \"c\\" }[random.Next(3)]),
            5 => new QueryFilter.Comparison((ComparisonOperator)random.Next(2), "owner", random.Next(2) == 0 ? "anna" : ""),
            _ => new QueryFilter.Comparison((ComparisonOperator)random.Next(6), "free", random.Next(8) / 2.0),
        };
    }

    private static bool Holds(QueryFilter filter, Machine row) => filter switch
    {
        QueryFilter.And and => and.Parts.All(p => Holds(p, row)),
        QueryFilter.Or or => or.Parts.Any(p => Holds(p, row)),
        QueryFilter.Not not => !Holds(not.Inner, row),
        QueryFilter.Truth => row.Offline,
        QueryFilter.Contains contains => row.Tags.Contains(contains.Value.Text),
        QueryFilter.Match match => System.Text.RegularExpressions.Regex.IsMatch(row.Uuid, match.Pattern.Text),
        QueryFilter.Comparison { Field: "uuid" } c => Relates(c.Operator, string.CompareOrdinal(row.Uuid, c.Value.Text)),
        QueryFilter.Comparison { Field: "owner" } c => Relates(c.Operator, row.Owner == c.Value.Text ? 0 : 1),
        QueryFilter.Comparison { Field: "mem" } c => row.Memory is { } m ? Relates(c.Operator, m.CompareTo(c.Value.Integer)) : c.Operator != ComparisonOperator.NotEqual,
        QueryFilter.Comparison c => row.Free is { } f ? Relates(c.Operator, ((double)f).CompareTo(c.Value.AsDouble)) : c.Operator != ComparisonOperator.NotEqual,
        _ => throw new InvalidOperationException(),
    };

    private static bool Relates(ComparisonOperator op, int order) => op switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static string Human(QueryFilter filter, Random random) => filter switch
    {
        QueryFilter.And and => string.Join(" and ", and.Parts.Select(p => p is QueryFilter.And or QueryFilter.Or ? $"({Human(p, random)})" : Human(p, random))),
        QueryFilter.Or or => string.Join(" or ", or.Parts.Select(p => p is QueryFilter.Or ? $"({Human(p, random)})" : Human(p, random))),
        QueryFilter.Not { Inner: QueryFilter.Match m } when random.Next(2) == 0 => $"{m.Field} !~ m/{m.Pattern.Text}/",
        QueryFilter.Not { Inner: QueryFilter.Contains c } when random.Next(2) == 0 => $"{Quote(c.Value.Text, random)} not in {c.Field}",
        QueryFilter.Not not => not.Inner is QueryFilter.And or QueryFilter.Or || random.Next(2) == 0 ? $"not ({Human(not.Inner, random)})" : $"not {Human(not.Inner, random)}",
        QueryFilter.Truth truth => truth.Field,
        QueryFilter.Match match => $"{match.Field} =~ {(random.Next(2) == 0 ? $"m#{match.Pattern.Text}#" : Quote(match.Pattern.Text, random))}",
        QueryFilter.Contains contains => $"{Quote(contains.Value.Text, random)} in {contains.Field}",
        QueryFilter.Comparison c when c.Value.Shape == ValueShape.Text => $"{c.Field} {c.Operator.Symbol()} {(c.Value.Text.Length > 0 && random.Next(2) == 0 ? c.Value.Text : Quote(c.Value.Text, random))}",
        QueryFilter.Comparison c => $"{c.Field}{c.Operator.Symbol()}{c.Value.AsDouble.ToString(CultureInfo.InvariantCulture)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Quote(string text, Random random)
    {
        var quote = random.Next(2) == 0 ? "'" : "\"";
        return quote + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(quote, "\\" + quote, StringComparison.Ordinal) + quote;
    }
}
