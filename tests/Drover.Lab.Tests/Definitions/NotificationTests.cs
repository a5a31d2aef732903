using Drover.Lab.Definitions;
using static Drover.Lab.Tests.Definitions.Definition;

namespace Drover.Lab.Tests.Definitions;

public sealed class NotificationTests
{
    [Fact]
    public void A_notification_has_recipients_and_callbacks()
    {
        var notify = Read(Small + """
            notify:
              criteria: {status: finished, type: regression}
              verbosity: status-only
              recipients:
              - to: {method: email, user: ada}
              - to: {method: email, email: ada@example.org}
              - to: {method: irc, handle: ada, server: irc.example.org}
              compare: {blacklist: [boot], query: {username: ada, name: all}}
              callbacks:
              - {url: "http://ci/{ID}", method: POST, token: secret, dataset: all, content-type: json}
              - {url: http://ci/ping}
            """).Notify!;
        Assert.Equal(("finished", "regression", "status-only"), (notify.Status, notify.Change, notify.Verbosity));
        Assert.Equal([new NotifyRecipient("email", "ada", null, null), new NotifyRecipient("email", null, "ada@example.org", null), new NotifyRecipient("irc", null, "ada", "irc.example.org")], notify.Recipients);
        Assert.Equal([new NotifyCallback("http://ci/{ID}", true, "secret", "Authorization", "all", true), new NotifyCallback("http://ci/ping", false, null, "Authorization", "minimal", false)], notify.Callbacks);
    }

    [Fact]
    public void One_callback_needs_no_list()
    {
        var notify = Read(Small + "notify: {criteria: {status: complete}, callback: {url: http://ci, header: X-Token, token: t}}").Notify!;
        Assert.Equal(("quiet", "X-Token"), (notify.Verbosity, Assert.Single(notify.Callbacks).Header));
    }

    [Theory]
    [InlineData("{}", "notify", "criteria is missing")]
    [InlineData("{criteria: {status: done}}", "notify.criteria.status", "status is one of running, finished")]
    [InlineData("{criteria: {status: all}, callback: {url: http://a, method: PUT}}", "notify.callback.method", "method is one of GET, POST, not the text \"PUT\"")]
    [InlineData("{criteria: {status: all}, callback: {url: http://a, dataset: some}}", "notify.callback.dataset", "dataset is one of minimal, logs, results, all")]
    [InlineData("{criteria: {status: all}, callback: {url: ftp://a}}", "notify.callback.url", "begins with http:// or https://")]
    [InlineData("{criteria: {status: all}, callback: {method: GET}}", "notify.callback", "url is missing")]
    [InlineData("{criteria: {status: all}, callback: {url: a}, callbacks: []}", "notify.callbacks", "callback or callbacks, not both")]
    [InlineData("{criteria: {status: all}, recipients: [{to: {method: email, email: ada}}]}", "notify.recipients[0].to.email", "is no mail address")]
    [InlineData("{criteria: {status: all}, recipients: [{to: {method: email}}]}", "notify.recipients[0].to", "a mail goes to a user or to an email address")]
    [InlineData("{criteria: {status: all}, recipients: [{to: {method: irc, handle: ada}}]}", "notify.recipients[0].to", "name the server")]
    [InlineData("{criteria: {status: all}, recipients: [{to: {method: pigeon, user: ada}}]}", "notify.recipients[0].to.method", "method is one of email, irc")]
    [InlineData("{criteria: {status: all}, webhook: x}", "notify.webhook", "notify has no key webhook")]
    public void A_wrong_notification_is_refused(string notify, string path, string reason)
    {
        var error = Refused(Small + $"notify: {notify}");
        Assert.Equal((path, 13), (error.Path, error.Line));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
