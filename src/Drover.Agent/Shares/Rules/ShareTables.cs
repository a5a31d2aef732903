using Drover.Agent.Shares.Acls;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>What trees are to be like, as <c>docs/shares.md</c> has it in tables.</summary>
internal static class ShareTables
{
    private const AclRights Read = AclRights.Read, Execute = AclRights.Execute, All = AclRights.All;
    private const AclRights Enter = Read | Execute;

    /// <summary>Name of the directory that the web server may read.</summary>
    private static ReadOnlySpan<byte> PublicName => "public_html"u8;

    internal static RuleNode Of(ShareSpec share) => share.Kind switch
    {
        ShareKind.SharedDirectory => SharedDirectory(share),
        ShareKind.Home => Home(share),
        ShareKind.SystemHome => Everywhere(PathRule.Bare(new RuleOwner(share.Owner, share.OwnerGroup))),
        ShareKind.Archives => Everywhere(PathRule.ByAcl(Root(share), Base(Group(share.Groups.Admins, All)), Base(Group(share.Groups.Admins, All)))),
        ShareKind.Backups => Alone(PathRule.ByAcl(Root(share), Base(Group(share.Groups.Admins, Enter)), Base(Group(share.Groups.Admins, Enter)))),
        _ => Alone(Both(Root(share), Base(
            Group(share.Groups.Admins, Enter), Group(share.Groups.WebServer, Execute), Group(share.Groups.Users, share.Hidden ? Execute : Enter)))),
    };

    private static RuleNode SharedDirectory(ShareSpec share)
    {
        var (groups, kept) = (share.Groups, new RuleOwner(null, share.Groups.Acl.Number));
        AclEntry[] common = [Group(groups.Admins, All), Group(groups.Guests, Enter), Group(groups.Responsibles, All)];
        var content = Base([.. common, Group(groups.Members, share.Permissive ? All : Enter)]);
        var root = new RuleNode(
            PathRule.ByAcl(Root(share), Base([.. common, Group(groups.Members, All), Group(groups.WebServer, Execute)]), content),
            Both(kept, content));
        root.Set([PublicName.ToArray()], root.Inside.With([Group(groups.WebServer, Enter)]));
        return root;
    }

    private static RuleNode Home(ShareSpec share)
    {
        var (groups, owner) = (share.Groups, new RuleOwner(share.Owner, share.Groups.Acl.Number));
        var content = Base(Group(groups.Admins, All));
        var root = new RuleNode(
            PathRule.ByAcl(owner, Masked(Enter, Group(groups.Admins, Enter), Group(groups.WebServer, Execute)), content),
            Both(owner, content));
        root.Set([PublicName.ToArray()], Both(owner, Masked(Enter, Group(groups.Admins, Enter), Group(groups.WebServer, Enter))));
        return root;
    }

    private static RuleNode Everywhere(PathRule rule) => new(rule, rule);

    private static RuleNode Alone(PathRule rule) => new(rule, rule) { EndsHere = true };

    private static PathRule Both(RuleOwner owner, PosixAcl acl) => PathRule.ByAcl(owner, acl, acl);

    private static RuleOwner Root(ShareSpec share) => new(0, share.Groups.Acl.Number);

    private static PosixAcl Base(params AclEntry[] entries) => Masked(All, entries);

    private static PosixAcl Masked(AclRights mask, params AclEntry[] entries) => PosixAcl.Of(
        [new(AclTag.Owner, All), new(AclTag.OwningGroup, AclRights.None), new(AclTag.Mask, mask), new(AclTag.Other, AclRights.None), .. entries]);

    private static AclEntry Group(ShareGroup? group, AclRights rights) =>
        new(AclTag.Group, rights, group?.Number ?? throw new AgentException("BAD_SHARE", "A shared directory needs its members, guests and responsibles. Name all three groups."));
}
