namespace Drover.Primitives.Tests;

public sealed class NiceSortTests
{
    [Theory]
    [InlineData("node2", "node10", -1)]
    [InlineData("node10", "node9.example.com", 1)]
    [InlineData("a1", "a01", 0)]
    [InlineData("a", "a1", -1)]
    [InlineData("", "a", -1)]
    [InlineData("1", "a", -1)]
    [InlineData("x99999999999999999999999", "x100000000000000000000000", -1)]
    [InlineData("1a1a1a9", "1a1a1a10", -1)]
    [InlineData("1a1a1a1a9", "1a1a1a1a10", 1)]
    [InlineData("a1a1a1a1a9", "a1a1a1a1a10", 1)]
    [InlineData("Z", "a", -1)]
    [InlineData("\uFF5E", "\U0001F600", -1)]
    public void Names_compare_in_natural_order(string left, string right, int expected)
    {
        Assert.Equal(expected, Math.Sign(NiceSort.Compare(left, right)));
        Assert.Equal(-expected, Math.Sign(NiceSort.Compare(right, left)));
    }

    [Fact]
    public void Total_order_tells_equal_names_apart()
    {
        Assert.True(NiceSort.CompareTotal("a01", "a1") < 0);
        Assert.Equal(0, NiceSort.CompareTotal("a1", "a1"));
    }

    [Fact]
    public void The_order_is_transitive_for_random_names()
    {
        const int seed = 4711;
        var random = new Random(seed);
        for (var round = 0; round < 5000; round++)
        {
            string[] n = [Name(random), Name(random), Name(random)];
            Array.Sort(n, NiceSort.CompareTotal);
            Assert.True(NiceSort.CompareTotal(n[0], n[2]) <= 0 && NiceSort.Compare(n[0], n[1]) <= 0, $"seed {seed} round {round}: {string.Join(' ', n)}");
        }
    }

    private static string Name(Random random) => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => "ab01.9"[random.Next(6)])]);
}
