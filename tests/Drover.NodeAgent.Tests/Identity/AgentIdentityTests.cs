using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drover.NodeAgent.Identity;

namespace Drover.NodeAgent.Tests.Identity;

/// <summary>What a node is known by, on its disk.</summary>
public sealed class AgentIdentityTests : IDisposable
{
    private readonly StateDirectory _directory = new();

    private string File => _directory["identity.json"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_made_is_read_again()
    {
        var made = Create();
        var read = AgentIdentity.Read(_directory.Path);
        Assert.Equal(("n2", made.Stream, made.Authority, 0L), (read.Node, read.Stream, read.Authority, read.Term));
        Assert.Equal(["m:1", "[::1]:2"], read.Masters);
        using var certificate = read.OpenCertificate();
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal("CN=n2", certificate.Subject);
    }

    [Fact]
    public void Nobody_else_may_read_the_key_whenever_it_is_written()
    {
        var identity = Create();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        identity.BeginStream();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void What_is_learnt_is_kept_and_what_is_known_already_is_not_written()
    {
        var identity = Create();
        identity.Learn("reached:1", ["other:1"], 7);
        Assert.Equal(7, AgentIdentity.Read(_directory.Path).Term);
        Assert.Equal(["reached:1", "other:1"], AgentIdentity.Read(_directory.Path).Masters);
        System.IO.File.Delete(File);
        identity.Learn("reached:1", ["other:1", "reached:1"], 7);
        Assert.False(AgentIdentity.IsIn(_directory.Path));
        identity.Learn("reached:1", ["other:1"], 8);
        Assert.Equal(8, AgentIdentity.Read(_directory.Path).Term);
    }

    [Fact]
    public void Another_certificate_and_another_stream_take_the_place_of_the_present_ones()
    {
        var identity = Create();
        var stream = identity.Stream;
        using var key = NodeKey.Create();
        identity.Replace(Certificate(key, "n3"), key);
        identity.BeginStream();
        var read = AgentIdentity.Read(_directory.Path);
        using var certificate = read.OpenCertificate();
        Assert.Equal("CN=n3", certificate.Subject);
        Assert.Equal(identity.Stream, read.Stream);
        Assert.NotEqual(stream, read.Stream);
    }

    [Fact]
    public void A_machine_that_has_not_joined_is_told_how_to()
    {
        foreach (var directory in new[] { _directory.Path, _directory["nowhere"] })
        {
            var error = Assert.Throws<DroverException>(() => AgentIdentity.Read(directory));
            Assert.Equal("NOT_JOINED", error.Code);
            Assert.Contains("drover add node", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"node":"n2","masters":[],"stream":"s","authority":"a","certificate":"c","key":"k"}""")]
    public void A_damaged_file_is_named(string content)
    {
        System.IO.File.WriteAllText(File, content);
        var error = Assert.Throws<DroverException>(() => AgentIdentity.Read(_directory.Path));
        Assert.Equal("IDENTITY_FILE", error.Code);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_file_without_masters_is_damaged(string masters)
    {
        Create();
        System.IO.File.WriteAllText(File, System.Text.RegularExpressions.Regex.Replace(System.IO.File.ReadAllText(File), @"""masters"": \[[^\]]*\]", $"\"masters\": {masters}"));
        Assert.Contains($"\"masters\": {masters}", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        var error = Assert.Throws<DroverException>(() => AgentIdentity.Read(_directory.Path));
        Assert.Equal("IDENTITY_FILE", error.Code);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_does_not_fit_the_certificate_is_found_at_once()
    {
        var identity = Create();
        using var other = NodeKey.Create();
        using var another = NodeKey.Create();
        identity.Replace(Certificate(other, "n2"), another);
        Assert.Equal("IDENTITY_FILE", Assert.Throws<DroverException>(() => AgentIdentity.Read(_directory.Path)).Code);
    }

    [Fact]
    public void One_that_is_deleted_is_gone()
    {
        Create().Delete();
        Assert.False(AgentIdentity.IsIn(_directory.Path));
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    private AgentIdentity Create()
    {
        using var key = NodeKey.Create();
        return AgentIdentity.Create(_directory.Path, "n2", ["m:1", "[::1]:2"], "authority", Certificate(key, "n2"), key);
    }

    private static string Certificate(ECDsa key, string node)
    {
        using var certificate = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
