using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Support;

namespace Drover.Cli.Tests.Support;

public sealed class SupportTests
{
    [Theory]
    [InlineData("password=hunter2 next", "password=<redacted> next")]
    [InlineData("DB_PASSWORD: hunter2", "DB_PASSWORD: <redacted>")]
    [InlineData("run --token abc123 -v", "run --token <redacted> -v")]
    [InlineData("Authorization: Bearer abcdef0123", "Authorization: Bearer <redacted>")]
    [InlineData("https://ada:secret@host/x", "https://ada:<redacted>@host/x")]
    [InlineData("env PATH=/bin:/usr LANG=C /bin/x", "env PATH=<redacted> LANG=<redacted> /bin/x")]
    [InlineData("{\"api_key\": \"a b\"}", "{\"api_key\": <redacted>}")]
    [InlineData("serve --pass hunter2 -v", "serve --pass <redacted> -v")]
    [InlineData("pwd=hunter2&x=1", "pwd=<redacted>&x=1")]
    [InlineData("tool --access-key AK123 --auth=me", "tool --access-key <redacted> --auth=<redacted>")]
    [InlineData("curl -u ada:hunter2 https://h/?pass=hunter2&auth=a1&n=2", "curl -u ada:<redacted> https://h/?pass=<redacted>&auth=<redacted>&n=2")]
    [InlineData("curl --user 'ada:hunter2' x", "curl --user 'ada:<redacted>' x")]
    [InlineData("redis://:hunter2@host", "redis://:<redacted>@host")]
    [InlineData("https://ghp_0123456789abcdef@host/r.git", "https://<redacted>@host/r.git")]
    [InlineData("ssh://git@host/r.git by the author=ada, pid 7", "ssh://git@host/r.git by the author=ada, pid 7")]
    [InlineData("the token of a submit was used before", "the token of a submit was used before")]
    [InlineData("job 7 ended: status=error", "job 7 ended: status=error")]
    public void Secrets_go_by_the_names_before_them(string text, string redacted) => Assert.Equal(redacted, Redaction.Text(text));

    [Fact]
    public void In_json_secrets_and_environments_go_whatever_they_are()
    {
        using var value = JsonDocument.Parse("""{"osparams_secret":{"a":1},"env":{"A":"b"},"token":"t","token-lifetime":"24h","name":"n","list":["PASSWORD=x","--pass","x","-v"],"password":null}""");
        Assert.Equal("""{"osparams_secret":"<redacted>","env":"<redacted>","token":"<redacted>","token-lifetime":"24h","name":"n","list":["PASSWORD=<redacted>","--pass","<redacted>","-v"],"password":null}""",
            JsonLines.Element(writer => Redaction.Write(writer, value.RootElement)).GetRawText());
    }

    [Fact]
    public async Task The_file_is_for_its_owner_alone_and_says_what_is_missing()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/version", """{"version":"1"}""").On("GET /v1/config", """{"settings":[{"name":"x-token","value":"hunter2"},{"name":"x","value":"TOKEN=hunter2"}]}""").On("GET /readyz", 503, """{"error":{"code":"NOT_READY","message":"disk full"}}""");
        var folder = Directory.CreateTempSubdirectory("ds");
        var (file, log) = (Path.Combine(folder.FullName, "s.tar.gz"), Path.Combine(folder.FullName, "log"));
        try
        {
            await File.WriteAllTextAsync(log, "one\ntwo password=hunter2\nthree\n", TestContext.Current.CancellationToken);
            var result = daemon.Run("support", "--file", file, "--log", log, "-n", "2");
            Assert.Equal((0, file + "\n"), (result.Code, result.Out));
            Assert.Contains("left out: ready.json: disk full\n", result.Err, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            var texts = Read(file);
            Assert.Equal("two password=<redacted>\nthree\n", texts["log.txt"]);
            Assert.Contains("drover ", texts["versions.txt"], StringComparison.Ordinal);
            Assert.All(texts.Values, text => Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal));

            Assert.Equal(1, daemon.Run("support", "--file", file).Code); // Nothing is overwritten.
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Only_a_regular_file_is_read_as_the_log_and_the_archive_has_a_name()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var folder = Directory.CreateTempSubdirectory("ds");
        try
        {
            Assert.Equal(0, (await CliRun.ShellAsync($"mkfifo {folder.FullName}/pipe", daemon.SocketPath)).Code);
            foreach (var log in new[] { "/dev/zero", Path.Combine(folder.FullName, "pipe") })
            {
                var file = Path.Combine(folder.FullName, Guid.NewGuid().ToString("N"));
                Assert.Contains($"left out: log.txt: {log} is no regular file\n", daemon.Run("support", "--file", file, "--log", log).Err, StringComparison.Ordinal);
            }

            var refused = daemon.Run("support", "-f", "-");
            Assert.Equal((2, "drover: USAGE: the archive does not go to standard output"), (refused.Code, refused.Err.Split('\n')[0]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Read(string path)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
            texts.Add(Path.GetFileName(entry.Name), reader.ReadToEnd());
        }

        return texts;
    }
}
