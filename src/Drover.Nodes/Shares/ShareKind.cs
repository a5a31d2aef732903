namespace Drover.Nodes.Shares;

/// <summary>What a tree is, and with it which owners and ACLs its entries are to have.</summary>
public enum ShareKind
{
    /// <summary>The directory that the members of a group share.</summary>
    SharedDirectory,

    /// <summary>The home of a standard user.</summary>
    Home,

    /// <summary>The home of a system user: for nobody but him.</summary>
    SystemHome,

    /// <summary>What deleted users and groups have left, for administrators.</summary>
    Archives,

    /// <summary>The directory of backups, itself and not what lies in it.</summary>
    Backups,

    /// <summary>A directory of homes or of shared directories, itself and not what lies in it.</summary>
    Base,
}
