using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

public sealed class CltabMergeTests
{
    [Fact]
    public void At_first_load_a_group_with_an_error_is_refused_and_shown()
    {
        var inForce = Load(CltabInForce.Nothing, "a:one:1:once:x\nb:two:1:bogus:x\n");
        Assert.Null(inForce.Find("b")!.Definition);
        Assert.True(inForce.Find("b")!.IsRefused);
        Assert.Equal(2, inForce.Find("b")!.Errors.Single().Line);
        Assert.Single(inForce.Find("a")!.Definition!.Entries);
    }

    [Fact]
    public void A_group_with_a_new_error_keeps_its_last_good_definition_and_others_take_the_new_one()
    {
        var first = Load(CltabInForce.Nothing, "a:one:1:once:x\nb:two:1:once:x\n");
        var second = Load(first, "a:one:1:once:new\nb:two:1:bogus:new\n");
        Assert.Equal("new", second.Find("a")!.Definition!.Entries[0].Command.Text);
        Assert.Equal("x", second.Find("b")!.Definition!.Entries[0].Command.Text);
        Assert.True(second.Find("b")!.IsKept);
        var third = Load(second, "a:one:1:once:new\nb:two:1:once:newer\n");
        Assert.Equal("newer", third.Find("b")!.Definition!.Entries[0].Command.Text);
        Assert.False(third.Find("b")!.IsKept);
    }

    [Fact]
    public void The_last_good_definition_outlives_several_bad_readings()
    {
        var inForce = Load(CltabInForce.Nothing, "b:two:1:once:x\n");
        for (var i = 0; i < 3; i++)
            inForce = Load(inForce, "b:two:1:once\n");
        Assert.Equal("x", inForce.Find("b")!.Definition!.Entries[0].Command.Text);
    }

    [Fact]
    public void A_line_of_no_group_touches_no_group()
    {
        var inForce = Load(CltabInForce.Nothing, "garbage\na:one:1:once:x\n");
        Assert.False(inForce.Find("a")!.IsRefused);
        Assert.Null(inForce.Problems.Single().Group);
    }

    [Fact]
    public void A_group_that_the_file_names_no_more_is_removed_unless_it_was_never_taken()
    {
        var first = Load(CltabInForce.Nothing, "a:one:1:once:x\nb:two:1:bogus:x\n");
        var second = Load(first, "");
        Assert.Equal(["a"], CltabMerge.Removed(first, second));
        Assert.Empty(second.Groups);
    }

    [Fact]
    public void Definitions_are_the_same_whatever_the_line_numbers()
    {
        var first = CltabParser.Parse("a:one:1:once:x\n", "f").Groups[0];
        Assert.True(first.SameAs(CltabParser.Parse("# moved\na:one:1:once:x\n", "f").Groups[0]));
        Assert.False(first.SameAs(CltabParser.Parse("a:one:12:once:x\n", "f").Groups[0]));
        Assert.False(first.SameAs(CltabParser.Parse("a:one:1:once:x\n:::service.one.stop-signal:TERM\n", "f").Groups[0]));
    }

    private static CltabInForce Load(CltabInForce before, string text) => CltabMerge.Merge(before, CltabParser.Parse(text, "f"));
}
