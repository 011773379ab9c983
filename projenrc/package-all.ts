import { awscdk, Component } from 'projen';

/** What a language's package is made with. */
const TOOLS: Record<string, string[]> = {
  js: ['npm'], python: ['python3', 'pip3'], java: ['javac', 'mvn'], go: ['go'], dotnet: ['dotnet'],
};

/** `package-all` makes the packages of the languages whose tools are there, and says what is missing for the others. */
export class PackageAll extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const task = project.tasks.tryFind('package-all')!;
    task.reset();
    task.description = 'Package for every language whose tools are installed: '
      + Object.entries(TOOLS).map(([language, tools]) => `${language} needs ${tools.join(' and ')}`).join('; ');
    for (const [language, tools] of Object.entries(TOOLS)) {
      task.spawn(project.tasks.tryFind(`package:${language}`)!, { condition: `tsx projenrc/has-tools.ts ${language} ${tools.join(' ')}` });
    }
  }
}
