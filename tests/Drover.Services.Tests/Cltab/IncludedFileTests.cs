using System.Text;
using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

/// <summary>What the files of a cltab say together.</summary>
public sealed class IncludedFileTests
{
    [Fact]
    public void Entries_and_options_of_all_files_are_those_of_one()
    {
        var document = Parse("g:a:1:once:x\n:::service.b.user:u\n", ":::group.g.nice:5\ng:b:1:once:y\n", "h:c:1:once:z\n");
        Assert.Empty(document.Problems);
        Assert.Equal(["g", "h"], document.Groups.Select(group => group.Name));
        Assert.Equal(["a", "b"], document.Groups[0].Entries.Select(entry => entry.Tag));
        Assert.Equal(("u", 5), (document.Groups[0].Entries[1].Options.Spawn.User, document.Groups[0].Entries[1].Options.Spawn.Nice));
    }

    [Fact]
    public void Errors_name_their_file_and_stand_in_the_order_of_the_files()
    {
        var document = Parse(
            "g:a:1:once:x\n\n:::service.a.nice:high\n",
            ":::service.a.usr:u\ng:b:1:bogus:x\n",
            "h:a:1:once:x\n:::service.none.user:u\n");
        Assert.Equal(
            [
                "/etc/cltab:3:19: error: nice: 'high' is no nice value from -20 to 19",
                "/d/1.cltab:1:14: error: unknown key 'usr'",
                "/d/1.cltab:2:7: error: unknown mode 'bogus'; use once, wait, respawn, off or test",
                "/d/2.cltab:1:3: error: entry has duplicate tag: a (first on line 1, group g); tags are unique in the whole file",
                "/d/2.cltab:2:12: error: no entry of this file is named 'none'; the line is not used",
            ],
            document.Problems.Select(problem => problem.Describe("/etc/cltab").Split("; known are")[0]));
        Assert.Equal(["g", "g", "g", "h", null], document.Problems.Select(problem => problem.Group));
    }

    [Fact]
    public void What_was_said_before_is_told_with_its_file()
    {
        var document = Parse("g:a:1:once:x\n", ":::service.a.user:u\ng:b:1:once:x\n", ":::service.a.user:v\nh:b:1:once:x\n");
        Assert.Equal(
            [
                "'service.a.user' was already set on line 1 of /d/1.cltab; keep one of the two",
                "entry has duplicate tag: b (first on line 2 of /d/1.cltab, group g); tags are unique in the whole file",
            ],
            document.Problems.Select(problem => problem.Text));
    }

    [Fact]
    public void Where_sockets_and_logs_are_and_what_is_included_is_said_in_the_cltab_itself()
    {
        var document = Parse(":::socket:/run/a\n:::include:/d\n:::include:d\n", ":::socket:/run/b\n:::include:/e\n");
        Assert.Equal("/run/a", document.Settings.Socket);
        Assert.Equal(
            [
                "/etc/cltab:3:12: error: 'd' is no absolute path; let it begin with /",
                "/d/1.cltab:1:4: warning: master setting 'socket' counts in the cltab itself; the line is not used",
                "/d/1.cltab:2:4: warning: an included file includes no others; move the line to the cltab itself",
            ],
            document.Problems.Select(problem => problem.Describe("/etc/cltab")));
    }

    [Fact]
    public void Each_file_has_its_first_line_and_its_own_encoding()
    {
        var document = CltabParser.Parse(
            new CltabText(Encoding.UTF8.GetBytes("g:a:1:once:\u00e9"), [new CltabPart("/d/1.cltab", Encoding.Latin1.GetBytes("g:b:1:once:\u00e9")), new CltabPart("/d/2.cltab", new byte[] { 0xef, 0xbb, 0xbf })]),
            "/etc/cltab");
        Assert.Equal([2, 1], document.Groups[0].Entries.Select(entry => entry.Command.ToBytes().Length));
        Assert.StartsWith("/d/2.cltab:1:1: error: the file begins with a byte order mark", document.Problems.Single().Describe("/etc/cltab"), StringComparison.Ordinal);
    }

    private static CltabDocument Parse(string main, params string[] included) => CltabParser.Parse(
        new CltabText(Encoding.UTF8.GetBytes(main), [.. included.Select((text, i) => new CltabPart($"/d/{i + 1}.cltab", Encoding.UTF8.GetBytes(text)))]), "/etc/cltab");
}
