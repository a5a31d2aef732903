using Drover.Cluster.Vocabulary;

namespace Drover.Cluster.Tests.Vocabulary;

public sealed class GanetiFieldsTests
{
    public static TheoryData<string> Resources => [.. GanetiFields.Resources];

    [Theory]
    [InlineData("job", 16)]
    [InlineData("lock", 4)]
    [InlineData("node", 46)]
    [InlineData("group", 25)]
    [InlineData("network", 19)]
    [InlineData("export", 2)]
    [InlineData("filter", 6)]
    [InlineData("cluster", 16)]
    [InlineData("instance", 162 + (4 * 15) + (10 * 7))]
    public void Each_resource_has_all_its_fields(string resource, int count) => Assert.Equal(count, GanetiFields.Of(resource).Count);

    [Theory]
    [MemberData(nameof(Resources))]
    public void Each_field_is_explained_in_one_line(string resource)
    {
        Assert.All(GanetiFields.Of(resource), field =>
        {
            Assert.Matches("^[A-Z][^\n]*[^.\n ]$", field.Doc);
            Assert.DoesNotContain("{", field.Doc, StringComparison.Ordinal);
            Assert.Contains(field.KindText, new[] { "text", "bool", "number", "float", "unit", "timestamp", "other", "unknown" });
        });
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Names_are_unique_in_a_resource(string resource)
    {
        var names = GanetiFields.Of(resource).Select(f => f.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Fields_of_disks_are_numbered()
    {
        var last = GanetiFields.Of("instance").Single(f => f.Name == "disk.size/15");

        Assert.Equal(("Disk/15", "unit", "Size of disk 15"), (last.Title, last.KindText, last.Doc));
    }

    [Fact]
    public void How_filters_compare_a_field_is_kept()
    {
        Assert.Equal(["job_id"], GanetiFields.Of("job").Single(f => f.Name == "id").Flags);
        Assert.Equal(["hostname"], GanetiFields.Of("node").Single(f => f.Name == "name").Flags);
    }

    [Fact]
    public void An_unknown_resource_has_no_fields() => Assert.Empty(GanetiFields.Of("nosuch"));
}
