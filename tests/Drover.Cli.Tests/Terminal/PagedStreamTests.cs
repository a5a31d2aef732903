using System.Text;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Terminal;

public sealed class PagedStreamTests
{
    private static readonly string s_listing = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"line {i}\n"));

    [Theory]
    [InlineData("no-such-pager -x", "there is no pager 'no-such-pager -x', so this is printed without one")]
    [InlineData("/no/such/pager", "there is no pager '/no/such/pager', so this is printed without one")]
    [InlineData("sh -c 'exit 3'", "the pager 'sh -c 'exit 3'' failed (exit code 3), so this is printed without it")]
    [InlineData("head -n 1 >/dev/null; false", "the pager 'head -n 1 >/dev/null; false' failed (exit code 1), so this is printed without it")]
    [InlineData("cat >/dev/null; exit 1", "the pager 'cat >/dev/null; exit 1' failed (exit code 1), so this is printed without it")]
    public void A_pager_that_is_missing_or_broken_costs_nothing_of_the_listing(string pager, string note)
    {
        var (output, notes, closed) = Print(pager);
        Assert.False(closed);
        Assert.Equal(s_listing, output);
        Assert.Equal([note], notes);
    }

    [Theory]
    [InlineData("cat >/dev/null", false)]
    [InlineData("head -n 1 >/dev/null", true)]
    public void A_pager_that_works_gets_it_and_who_leaves_it_wants_no_more(string pager, bool leaves)
    {
        var (output, notes, closed) = Print(pager);
        Assert.Equal(("", leaves), (output, closed));
        Assert.Empty(notes);
    }

    private static (string Output, List<string> Notes, bool Closed) Print(string pager)
    {
        using var direct = new MemoryStream();
        List<string> notes = [];
        var closed = false;
        using (var stream = new PagedStream(direct, rows: 3, notes.Add))
        {
            stream.Begin(pager);
            try
            {
                foreach (var chunk in Encoding.UTF8.GetBytes(s_listing).Chunk(1000))
                    stream.Write(chunk);
                stream.End();
            }
            catch (ClosedOutputException)
            {
                closed = true;
            }
        }

        return (Encoding.UTF8.GetString(direct.ToArray()), notes, closed);
    }
}
