using Drover.Lab.Definitions;

namespace Drover.Lab.Tests.Definitions;

/// <summary>A definition that is right, and what one changed line makes of it.</summary>
internal static class Definition
{
    public const string Small = """
        # Smallest job of the house
        job_name: hello
        device_type: qemu
        visibility: public
        timeouts: {job: {minutes: 10}, action: {minutes: 5}, connection: {minutes: 2}}
        actions:
        - deploy: {to: tmpfs, timeout: {minutes: 5}}
        - boot: {method: qemu, prompts: ["$"], auto_login: {login_prompt: "login:", username: root}}
        - test:
            definitions:
            - {repository: http://git.example/tests.git, from: git, path: smoke.yaml, name: smoke}
        - command: {name: hello}

        """;

    public const string Multinode = """
        # Two servers, one client, one guest
        job_name: group
        visibility: public
        priority: high
        metadata: {build: "17"}
        timeouts: {job: {minutes: 10}}
        secrets: {key: hidden}
        protocols:
          lava-multinode:
            timeout: {minutes: 3}
            roles:
              server: {device_type: qemu, count: 2, context: {arch: amd64}, tags: [big], essential: true}
              client: {device_type: panda, count: 1, timeout: {minutes: 1}}
              guest: {connection: ssh, count: 1, host_role: client, expect_role: client, request: lava-start}
          lava-vland:
            client: {vlan_one: {tags: [10M]}}
            server: {vlan_two: {tags: [100M]}}
        actions:
        - deploy: {role: [server, client], to: tmpfs}
        - boot: {role: guest, method: ssh}
        - command: {role: server2, name: nobody}

        """;

    public static JobDefinition Read(string text, DefinitionRules? rules = null) => JobDefinition.Read(text, rules ?? DefinitionRules.Submission);

    /// <summary>The error about a text.</summary>
    public static DefinitionException Refused(string text, DefinitionRules? rules = null)
    {
        var error = Assert.Throws<DefinitionException>(() => Read(text, rules));
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith($"line {error.Line}: {error.Reason}", error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>The small definition with something else in the place of a part.</summary>
    public static string With(string part, string other, string text = Small)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        return text.Replace(part, other, StringComparison.Ordinal);
    }
}
