using System.Text;
using Drover.Agent.Accounts.Lines;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Tests.Accounts;

/// <summary>Files as others have left them: comments, broken lines, bytes that are no text.</summary>
public sealed class ForeignFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Only_the_lines_meant_differ_whatever_else_stands_there(int seed)
    {
        var random = new Random(seed);
        await using var folder = new AccountFolder();
        foreach (var file in new[] { "passwd", "shadow", "group", "gshadow" })
            File.WriteAllBytes(folder.PathOf(file), Spoiled(File.ReadAllBytes(folder.PathOf(file)), random));
        var foreign = new[] { "passwd", "shadow", "group", "gshadow" }.ToDictionary(file => file, file => Lines(folder.PathOf(file)));
        var (users, groups) = (new HashSet<string>(), new HashSet<string>());
        for (var step = 0; step < 60; step++)
        {
            var (user, group) = ($"our{random.Next(6)}", $"ours{random.Next(4)}");
            AccountChange change = random.Next(7) switch
            {
                0 or 1 => new AddUser(user),
                2 => new AddGroup(group),
                3 => new SetMembers(group) { Add = [user] },
                4 => new SetUser(user) { Gecos = $"text {random.Next(100)} é", Shell = "/bin/sh" },
                5 => new RemoveUser(user),
                _ => new RemoveGroup(group),
            };
            var answer = await folder.TryAsync(change);
            Assert.True(answer.Refusal is null or { Kind: AccountRefusalKind.Unknown }, $"seed {seed}, step {step}: {change}: {answer.Refusal?.Text}");
            if (answer.Refusal is null)
                _ = change switch { AddUser => users.Add(user), RemoveUser => users.Remove(user), AddGroup => groups.Add(group), RemoveGroup => groups.Remove(group), _ => true };
            foreach (var (file, lines) in foreign)
            {
                var now = Lines(folder.PathOf(file));
                Assert.True(lines.SequenceEqual(now.Where(line => !IsOurs(line))), $"seed {seed}, step {step}, {file}: {change}");
                var expected = file is "passwd" or "shadow" ? users.Count : groups.Count * 3;
                Assert.True(expected == now.Count(IsOurs), $"seed {seed}, step {step}, {file}: {string.Join('|', now.Where(IsOurs))}");
            }
        }
        Assert.DoesNotContain(folder.Accounts.View.Problems, problem => problem.Text.Contains("'our", StringComparison.Ordinal));

        static bool IsOurs(string line) => line.Split(':')[0] is var name && (name.StartsWith("our", StringComparison.Ordinal) || name[Math.Min(4, name.Length)..].StartsWith("ours", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_added_stands_before_lines_that_lead_elsewhere_and_behind_a_last_line_without_an_end()
    {
        var file = new LineFile("a:1\n+::::::\n-\n"u8.ToArray());
        file.Add(["b", "2"]);
        Assert.Equal("a:1\nb:2\n+::::::\n-\n", Encoding.UTF8.GetString(file.ToBytes()));
        var open = new LineFile("a:1\nc:3"u8.ToArray());
        open.Add(["b", "2"]);
        Assert.Equal("a:1\nc:3\nb:2\n", Encoding.UTF8.GetString(open.ToBytes()));
        var only = new LineFile("a:1\nc:3"u8.ToArray());
        only.Set(0, ["a", "9"]);
        Assert.Equal("a:9\nc:3", Encoding.UTF8.GetString(only.ToBytes()));
        only.Set(0, ["a", "1"]);
        Assert.False(only.IsChanged);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_file_and_line()
    {
        await using var folder = new AccountFolder();
        folder.Write("passwd", folder.Read("passwd") + "broken line\nada:x:1000:4711:::\neve:x:1000:100:::\neve:x:7:7:::\n\n");
        folder.Write("shadow", folder.Read("shadow") + "gone:!:1:0:99999:7:::\nada:!:1:0:99999:7:::\n");
        folder.Write("group", folder.Read("group") + "team:x:100:ada,nobody2,ada\nlone:x:10001:\n");
        folder.Write("gshadow", folder.Read("gshadow") + "team:!::\n");
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        var problems = folder.Accounts.View.Problems.Select(problem => problem.ToString().Replace(folder.Etc + "/", "", StringComparison.Ordinal));
        Assert.Equal(
        [
            "group:6: gid 100 of 'team' is also that of 'users'",
            "group:6: 'nobody2' is a member of 'team', and there is no such user",
            "group:6: 'ada' is a member of 'team' twice",
            "group:7: there is no line of 'lone' in gshadow",
            "gshadow:6: the members of 'team' are not those of group",
            "passwd:4: the line has 1 fields and not 7",
            "passwd:5: the primary group of 'ada' has gid 4711, and there is no such group",
            "passwd:6: uid 1000 of 'eve' is also that of 'ada'",
            "passwd:6: there is no line of 'eve' in shadow, where its password is said to be",
            "passwd:7: 'eve' stands there twice, first in line 6",
            "passwd:8: the line is empty",
            "shadow:4: there is no user 'gone'",
        ], problems);
    }

    private static List<string> Lines(string path) => [.. Encoding.Latin1.GetString(File.ReadAllBytes(path)).TrimEnd('\n').Split('\n')];

    /// <summary>The same lines among comments, broken lines, doubled names, empty lines and bytes that are no text.</summary>
    private static byte[] Spoiled(byte[] content, Random random)
    {
        var lines = new List<string>();
        foreach (var line in Encoding.Latin1.GetString(content).TrimEnd('\n').Split('\n'))
        {
            for (var i = random.Next(3); i > 0; i--)
                lines.Add(random.Next(7) switch
                {
                    0 => "# a comment: with colons::",
                    1 => "broken",
                    2 => $"fOr eign:{(char)random.Next(128, 256)}\u00ff:0:::::::::::",
                    3 => " blank:x:12:12:::",
                    4 => $"{(char)random.Next(192, 256)}{(char)0x80}:x:50{random.Next(10)}:100:\u00fe:/:/bin/sh",
                    5 => "twice:x:60:60:::\ntwice:x:60:60:::",
                    _ => "\r",
                });
            lines.Add(line);
        }
        return Encoding.Latin1.GetBytes(string.Join('\n', lines) + (random.Next(2) == 0 ? "\n" : ""));
    }
}
