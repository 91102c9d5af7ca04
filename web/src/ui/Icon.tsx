/** Icons drawn on a 24 grid with a 1.7 line. */
const PATHS = {
  tonight: 'M4 17c5 0 9-4 9-9 0-1.400-.3-2.700-.9-3.900A8.500 8.500 0 1 1 4 17Z',
  games: 'M7 8h10a5 5 0 0 1 5 5c0 4-2 6-4 6-1.600 0-2.600-2-4-2h-4c-1.400 0-2.400 2-4 2-2 0-4-2-4-6a5 5 0 0 1 5-5ZM7 11v4M5 13h4M16 12h.01M18.500 14.500h.01',
  find: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM20.500 20.500 16 16',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500a2.200 2.200 0 0 0 4 0',
  me: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.500 20.500c.8-4 4-6 7.500-6s6.700 2 7.500 6',
  mail: 'M3.500 6h17v12.500h-17zM4 6.500l8 6.500 8-6.500',
  key: 'M8 8.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9ZM11.200 9.800 20 3.500M16.500 6l2.500 3.200M8 13h.01',
  shelves: 'M4 4v16M20 4v16M4 10h16M4 18h16M7 10V5.500M10 10V5.500M13 10l2.500-4.500M8 18v-4.500M11 18v-4.500h3V18',
  cross: 'M6 6l12 12M18 6 6 18',
  list: 'M4 6.500h16M4 12h16M4 17.500h16',
  wall: 'M4 4h6.500v7H4zM13.500 4H20v7h-6.500zM4 14h6.500v6H4zM13.500 14H20v6h-6.500z',
  settings: 'M4 7h9M18.500 7H20M4 17h1.500M11 17h9M15.700 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM8.200 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z',
  admin: 'M12 3.500l7 2.700v5c0 4.600-2.800 7.800-7 9.300-4.200-1.500-7-4.700-7-9.300v-5zM9 12l2.200 2.200L15.200 10',
  screen: 'M3.500 5h17v11h-17zM9 20h6M12 16v4',
  phone: 'M7.500 3h9v18h-9zM11 18h2',
  out: 'M14 4h5v16h-5M4 12h10.500M11 8.500l3.500 3.500-3.500 3.500',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size }: { name: IconName; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size ?? 24} height={size ?? 24} fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
